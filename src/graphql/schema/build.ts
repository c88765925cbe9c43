/** Model -> the schema clients see, as text and as an executable schema. */

import { buildASTSchema, type GraphQLError, type GraphQLSchema, parse, validateSchema } from "graphql";
import { scalars } from "#graphql/scalars/list";
import { Names } from "#graphql/sdl/meaning";
import type { Field, Model, ModelType, Relation } from "#graphql/sdl/model";
import { SdlRefusal } from "#graphql/sdl/problem";
import { markModes } from "./authDirectives.ts";
import { markAbsentFields } from "./absentFields.ts";
import { addInterface, addUnion } from "./abstractTypes.ts";
import { block, Definitions, describe } from "./definitions.ts";
import { addCondition, addSubscriptionFilter } from "./filters.ts";
import { addDocumentInputs, addMutationInputs } from "./inputs.ts";
import { addCustomField, addMutations, addQueries, addSubscriptions } from "./operations.ts";
import { addPages } from "./pages.ts";
import type { Printing } from "./printing.ts";
import { addShared } from "./scalarFilters.ts";
import { printArgument } from "./resolverArguments.ts";
import { addSearch } from "./search.ts";
import { addEnum, addModelType, addObject } from "./types.ts";

export interface ApiSchema {
  /** What `get-introspection-schema` would print: no preamble, applied directives included. */
  readonly sdl: string;
  /** For validation and introspection; execution never goes through its resolvers. */
  readonly schema: GraphQLSchema;
}

const turnError = "AmplifyAIConversationTurnErrorInput";

/** A searched model of dialect 1 without a plain field of its own cannot be sorted by any; its enum is printed empty. */
const unsortable = /^Enum type "?Searchable\w+SortableFields"? must define one or more values/;

const directivePreamble = `
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_api_key on OBJECT | FIELD_DEFINITION
directive @aws_iam on OBJECT | FIELD_DEFINITION
directive @aws_oidc on OBJECT | FIELD_DEFINITION
directive @aws_lambda on OBJECT | FIELD_DEFINITION
directive @aws_auth(cognito_groups: [String]) on FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String]) on OBJECT | FIELD_DEFINITION`;

/** Builds the schema or throws an SdlRefusal where generated names clash. */
export function buildApiSchema(model: Model): ApiSchema {
  const definitions = define(model);
  const sdl = definitions.print();
  const own = new Set(["String", "ID", "Int", "Float", "Boolean"]);
  const aws = scalars.filter((scalar) => !own.has(scalar.name));
  const preamble = aws.map((scalar) => `${describe(scalar.description)}scalar ${scalar.name}`).join("\n");
  // One side of a token is enough: nobody reads positions in a generated text.
  // GraphQL demands a Query although nothing may be asked.
  const query = definitions.has("Query") ? "" : "type Query { _empty: String }";
  const document = parse(`${preamble}\n${directivePreamble}\n${query}\n${sdl}`, { noLocation: true });
  const checked = buildASTSchema(document, { assumeValidSDL: true });
  const found = validateSchema(checked);
  const errors = found.filter(({ message }) => !unsortable.test(message));
  if (errors.length > 0) {
    throw new SdlRefusal(
      errors.map((error: GraphQLError) => ({ position: { line: 1, column: 1 }, message: error.message })),
    );
  }
  // A schema remembers what was found wrong with it and would refuse every document.
  const schema = found.length === 0 ? checked : buildASTSchema(document, { assumeValid: true });
  markAbsentFields(schema, model);
  return { sdl, schema };
}

function define(model: Model): Definitions {
  const names = new Names(model);
  const definitions = new Definitions(markModes(model, names));
  for (const each of model.enums) addEnum(definitions, each);
  for (const each of model.objects) addObject(definitions, each);
  for (const each of model.interfaces ?? []) addInterface(definitions, each);
  for (const each of model.unions ?? []) addUnion(definitions, each);
  for (const each of model.inputs) {
    const lines = each.fields.map(printArgument);
    definitions.write(each.name, describe(each.description) + block(`input ${each.name}`, lines));
  }
  const print = { model, names, definitions, ...relationsOf(model) };
  if (model.dialect === 2 || model.models.some((type) => isAsked(type, print))) addShared(definitions, model.dialect);
  // Today's official tools print it into every schema, whether or not it talks to a model of language.
  if (model.dialect === 2)
    definitions.share(turnError, block(`input ${turnError}`, ["errorType: String!", "message: String!"]));
  for (const each of model.models) addModelType(print, each);
  for (const each of model.models) {
    addPages(print, each);
    addMutationInputs(print, each);
    addCondition(print, each);
    addSubscriptionFilter(print, each);
    addQueries(print, each);
    addSearch(print, each);
    addMutations(print, each);
    addSubscriptions(print, each);
  }
  addDocumentInputs(print);
  for (const field of model.queries) addCustomField(definitions, "Query", field);
  for (const field of model.mutations) addCustomField(definitions, "Mutation", field);
  for (const field of model.subscriptions) addCustomField(definitions, "Subscription", field);
  if (definitions.problems.length > 0) throw new SdlRefusal(definitions.problems);
  return definitions;
}

/** Whether anything about a model can be asked for with a filter or a condition. */
function isAsked({ name, operations, indexes }: ModelType, print: Printing): boolean {
  const { get: _get, search: _search, ...compared } = operations;
  const isQueried = indexes.some((index) => index.queryField !== undefined);
  return Object.keys(compared).length > 0 || isQueried || print.relationsTo.has(name);
}

/** Relations and link fields by the model at their other end. */
function relationsOf(model: Model): Pick<Printing, "foreignLinks" | "relationsTo"> {
  const foreignLinks = new Map<string, Field[]>();
  const relationsTo = new Map<string, Relation[]>();
  const put = <Value>(map: Map<string, Value[]>, name: string, value: Value): void => {
    const list = map.get(name);
    if (list === undefined) map.set(name, [value]);
    else list.push(value);
  };
  for (const type of model.models) {
    const seen = new Set<string>();
    for (const field of type.fields) {
      if (field.linkOf === undefined || field.linkOf === type.name || seen.has(field.name)) continue;
      seen.add(field.name);
      put(foreignLinks, field.linkOf, field);
    }
  }
  for (const kind of ["hasMany", "manyToMany"]) {
    for (const relation of model.models.flatMap((type) => type.relations)) {
      if (relation.kind === kind) put(relationsTo, relation.target, relation);
    }
  }
  return { foreignLinks, relationsTo };
}
