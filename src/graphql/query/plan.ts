/** A validated document + operation -> a plan: root fields compiled to functions that run one statement each. */

import { Kind, type GraphQLObjectType, isNonNullType, type OperationDefinitionNode, visit } from "graphql";
import type { ApiCaller } from "#graphql/access/caller";
import { mayCall } from "#graphql/access/customFields";
import { isDenied } from "#graphql/access/deniedFields";
import type { Api, RootMeaning } from "./api.ts";
import { compileArguments } from "./arguments.ts";
import { byFieldNames } from "./byFieldNames.ts";
import type { Variables } from "./coerce.ts";
import { collectFields, type Selected, type Spread } from "./collect.ts";
import { compileCreate } from "./create.ts";
import { compileCustom } from "./custom.ts";
import { compileDelete } from "./delete.ts";
import type { QueryDocument } from "./document.ts";
import { DocumentFault, type ErrorLocation, unauthorized } from "./errors.ts";
import type { MutationEvent } from "./event.ts";
import { compileGet } from "./get.ts";
import { introspect, isIntrospection } from "./introspection.ts";
import { limits } from "./limits.ts";
import { compileList } from "./list.ts";
import { Nodes } from "./nodes.ts";
import type { CompileField, FieldAnswer } from "./rootField.ts";
import type { Arguments, Asking } from "./run.ts";
import { compileSearch } from "./search.ts";
import { compileSync } from "./sync.ts";
import { compileUpdate } from "./update.ts";
import { isClosed } from "./writeAccess.ts";

export interface PlannedField {
  readonly key: string;
  /** The key as it stands in the answer, with its colon. */
  readonly label: string;
  readonly location: ErrorLocation | undefined;
  /** A null here makes the whole data null. */
  readonly required: boolean;
  /**
   * Reads the arguments of the field (the first) and of those below it that take some. All fields' are read before the
   * first field runs, so that a bad one stops the whole operation.
   */
  read(variables: Variables): readonly Arguments[];
  run(args: readonly Arguments[], asking: Asking): Promise<FieldAnswer>;
  /** Of a mutation: what subscribers are told of its answer. */
  readonly publishes?: { readonly field: string; event(json: string): MutationEvent };
}

export interface Plan {
  /** Mutations run one after the other. */
  readonly serial: boolean;
  readonly fields: readonly PlannedField[];
}

const writes = ["create", "update", "delete"] as const;
const noArguments = (): readonly Arguments[] => [];

const compilers: Readonly<Record<Exclude<RootMeaning["operation"], "custom">, CompileField>> = {
  get: compileGet,
  list: compileList,
  search: compileSearch,
  sync: compileSync,
  create: compileCreate,
  update: compileUpdate,
  delete: compileDelete,
};

/** Compiles for callers of one shape and one setting of the flags. Throws a DocumentFault for literals of wrong types. */
export function compilePlan(
  api: Api,
  query: QueryDocument,
  operation: OperationDefinitionNode,
  caller: ApiCaller,
  flags: ReadonlyMap<string, unknown>,
): Plan {
  const rootName = operation.operation === "query" ? "Query" : "Mutation";
  const root = api.schema.getType(rootName) as GraphQLObjectType;
  const spread: Spread = { fragments: query.fragments, flags };
  const selected = collectFields([operation.selectionSet], rootName, spread);
  if (selected.length > limits.rootFields) {
    const message = `The operation has ${selected.length} root fields; at most ${limits.rootFields} are served at once.`;
    throw new DocumentFault([{ path: null, errorType: "ResolverExecutionLimitReached", locations: null, message }]);
  }
  const fields = selected.map((each): PlannedField => {
    const { key, location } = each;
    const label = `${JSON.stringify(key)}:`;
    if (each.name === "__typename") {
      const answer = { json: JSON.stringify(rootName), errors: [] };
      return { key, label, location, required: true, read: noArguments, run: () => Promise.resolve(answer) };
    }
    if (isIntrospection(each.name)) {
      return {
        key,
        label,
        location,
        required: false,
        read: noArguments,
        run: async (_args, { variables }) => ({
          json: introspect(api.schema, query, operation, each, variables),
          errors: [],
        }),
      };
    }
    const compiled = compileRoot(api, root, each, spread, caller);
    const publishes = rootName === "Mutation" ? publication(api, root, each, spread) : undefined;
    return { key, label, location, ...compiled, ...(publishes === undefined ? {} : { publishes }) };
  });
  return { serial: rootName === "Mutation", fields };
}

function publication(
  api: Api,
  root: GraphQLObjectType,
  { name, sets }: Selected,
  spread: Spread,
): PlannedField["publishes"] {
  const type = root.getFields()[name]?.type;
  const meaning = api.roots.get(`${root.name}.${name}`);
  if (api.publisher === undefined || type === undefined || meaning === undefined) return undefined;
  const model = meaning.operation === "custom" ? undefined : meaning.table.model.name;
  const operation = writes.find((each) => each === meaning.operation) ?? "custom";
  return {
    field: name,
    event: (json) => ({
      field: name,
      model,
      operation,
      data: byFieldNames({ schema: api.schema, spread }, type, JSON.parse(json) as unknown, sets),
    }),
  };
}

function compileRoot(
  api: Api,
  root: GraphQLObjectType,
  selected: Selected,
  spread: Spread,
  caller: ApiCaller,
): Pick<PlannedField, "required" | "read" | "run"> {
  const definition = root.getFields()[selected.name];
  const meaning = api.roots.get(`${root.name}.${selected.name}`);
  if (definition === undefined || meaning === undefined)
    throw new Error(`${root.name}.${selected.name} has no meaning`);
  const read = compileArguments(definition, selected.node);
  const required = isNonNullType(definition.type);
  const refused = unauthorized(selected.name, root.name);
  const isRefused = meaning.operation === "custom" && !mayCall(meaning.field, root.name, api.names.model, caller);
  if (isRefused || isDenied(caller, root.name, selected.name)) {
    return { required, read: (variables) => [read(variables)], run: () => Promise.reject(refused) };
  }
  if (meaning.operation === "custom") {
    const { field } = meaning;
    const rootName = root.name === "Mutation" ? "Mutation" : "Query";
    const run = compileCustom({ api, root: rootName, field, type: definition.type, selected, spread, caller });
    return { required, read: (variables) => [read(variables)], run: ([args = {}], asking) => run(args, asking) };
  }
  if (isClosed(meaning.table.access, meaning.operation, caller)) {
    return { required, read: (variables) => [read(variables)], run: () => Promise.reject(refused) };
  }
  const nodes = new Nodes();
  const { operation, table, path } = meaning;
  const mutates = root.name === "Mutation";
  const run = compilers[operation]({ api, table, path, selected, spread, caller, mutates, read, nodes });
  return {
    required,
    read: (variables) => nodes.read(variables),
    // Not `async`: this promise would only wait for that one.
    run: (args, asking) => run(nodes.run(args, asking)),
  };
}

/** Names of the Boolean variables that decide what is selected; plans are cached by their values. */
export function flagNames(query: QueryDocument): readonly string[] {
  const names = new Set<string>();
  visit(query.document, {
    Directive(node) {
      if (node.name.value !== "skip" && node.name.value !== "include") return;
      const value = node.arguments?.[0]?.value;
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
