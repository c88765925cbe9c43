/** Fields of objects that came from a function: related records are read from the database, resolved fields are asked for. */

import type { GraphQLObjectType, GraphQLOutputType } from "graphql";
import type { Field, ResolverStep } from "#graphql/sdl/model";
import type { Api } from "./api.ts";
import { compileArguments, type ReadArguments } from "./arguments.ts";
import { askSteps } from "./ask.ts";
import type { Selected } from "./collect.ts";
import { complete, type CompleteField, type Completing } from "./complete.ts";
import { type ErrorEntry, type ErrorPath, fieldEntry, FieldFault, unauthorized } from "./errors.ts";
import type { Nodes } from "./nodes.ts";
import type { Outside } from "./outside.ts";
import { compileRelated, type ReadRelated } from "./related.ts";
import type { Arguments, Asking } from "./run.ts";
import type { ResolveShape } from "./shape.ts";
import { mayShow } from "./sourceGuard.ts";

/** Compiled once for a plan: each related field is printed when it is first met. */
export function createElsewhere(parts: Outside): (asking: Asking, errors: ErrorEntry[]) => CompleteField {
  const known = new Map<Selected["node"], ReadRelated>();
  const resolvings = new Map<Selected["node"], Resolving>();
  return (asking, errors) => {
    const field: CompleteField = async (parent, selected, source, path) => {
      const { api, spread } = parts;
      if (!mayShow(api, parent, selected.name, source, asking.caller)) {
        errors.push(fieldEntry(unauthorized(selected.name, parent), path, selected.location));
        return { value: null };
      }
      const table = api.tables.get(parent);
      const relation = table?.model.relations.find((each) => each.field === selected.name);
      if (table !== undefined && relation !== undefined) {
        const read = known.get(selected.node) ?? compileRelated(parts, table, relation, selected);
        known.set(selected.node, read);
        const answer = await read(source, path, asking);
        errors.push(...answer.errors);
        return { value: JSON.parse(answer.json) as unknown };
      }
      const resolved = resolvedField(api, parent, selected.name);
      if (resolved?.resolver === undefined) return undefined;
      const resolving = resolvings.get(selected.node) ?? openField(api, parent, selected, resolved.resolver);
      resolvings.set(selected.node, resolving);
      return resolveBelow({ api, spread, errors, elsewhere: field }, resolving, { source, path, asking });
    };
    return field;
  };
}

interface Below {
  readonly source: Arguments;
  readonly path: ErrorPath;
  readonly asking: Asking;
}

/** A field with a resolver of its own, and how its arguments are read. */
interface Resolving {
  readonly parent: string;
  readonly selected: Selected;
  readonly type: GraphQLOutputType;
  readonly steps: readonly ResolverStep[];
  readonly read: ReadArguments;
}

/** Throws a DocumentFault for a literal of the wrong type. */
function openField(api: Api, parent: string, selected: Selected, steps: readonly ResolverStep[]): Resolving {
  const definition = (api.schema.getType(parent) as GraphQLObjectType).getFields()[selected.name];
  if (definition === undefined) throw new Error(`${parent}.${selected.name} is not in the schema`);
  return { parent, selected, steps, type: definition.type, read: compileArguments(definition, selected.node) };
}

/** A field of an object with a resolver of its own; its failure is told at its place. */
async function resolveBelow(
  { api, ...on }: { readonly api: Api } & Omit<Completing, "schema">,
  { parent, selected, type, steps, read }: Resolving,
  { source, path, asking }: Below,
): Promise<{ readonly value: unknown }> {
  let value: unknown;
  try {
    const call = { typeName: parent, fieldName: selected.name, arguments: read(asking.variables), source };
    value = await askSteps(api, steps, call, asking);
  } catch (error) {
    if (!(error instanceof FieldFault)) throw error;
    on.errors.push(fieldEntry(error, path, selected.location));
    return { value: null };
  }
  const place = { parent, path, sets: selected.sets };
  return { value: await complete(type, value, place, { schema: api.schema, ...on }) };
}

/** The value of a record's field with a resolver of its own; `source` is the record as it is stored. */
export function compileResolved(
  parts: Outside & { readonly nodes: Nodes },
  parent: string,
  steps: readonly ResolverStep[],
  selected: Selected,
): ResolveShape {
  const elsewhere = createElsewhere(parts);
  const resolving = openField(parts.api, parent, selected, steps);
  parts.nodes.check(resolving.read);
  return async (source, path, asking, errors) => {
    const on = { api: parts.api, spread: parts.spread, errors, elsewhere: elsewhere(asking, errors) };
    return (await resolveBelow(on, resolving, { source, path, asking })).value;
  };
}

/** The field of a type, where it has a resolver of its own. */
function resolvedField(api: Api, type: string, name: string): Field | undefined {
  const table = api.tables.get(type);
  const meaning = table === undefined ? api.names.of({ name: type, required: false }) : undefined;
  const fields = meaning?.kind === "object" ? meaning.object.fields : (table?.model.fields ?? []);
  return fields.find((field) => field.name === name && field.resolver !== undefined);
}
