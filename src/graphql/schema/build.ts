/** Model -> the schema clients see, as text and as an executable schema. */

import { buildASTSchema, type GraphQLError, type GraphQLSchema, parse, validateSchema } from "graphql";
import { scalars } from "#graphql/scalars/list";
import { Names } from "#graphql/sdl/meaning";
import type { Model } from "#graphql/sdl/model";
import { SdlRefusal } from "#graphql/sdl/problem";
import { markModes } from "./authDirectives.ts";
import { addInterface, addUnion } from "./abstractTypes.ts";
import { block, Definitions, describe } from "./definitions.ts";
import { addFilters, foreignLinks } from "./filters.ts";
import { addDocumentInputs, addMutationInputs } from "./inputs.ts";
import { addCustomField, addMutations, addQueries, addSubscriptions } from "./operations.ts";
import { addShared } from "./scalarFilters.ts";
import { addConnection, addEnum, addModelType, addObject, pagedModels, printArgument } from "./types.ts";

export interface ApiSchema {
  /** What `get-introspection-schema` would print: no preamble, applied directives included. */
  readonly sdl: string;
  /** For validation and introspection; execution never goes through its resolvers. */
  readonly schema: GraphQLSchema;
}

const turnError = "AmplifyAIConversationTurnErrorInput";

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
  const sdl = printApiSchema(model);
  const own = new Set(["String", "ID", "Int", "Float", "Boolean"]);
  const aws = scalars.filter((scalar) => !own.has(scalar.name));
  const preamble = aws.map((scalar) => `${describe(scalar.description)}scalar ${scalar.name}`).join("\n");
  // One side of a token is enough: nobody reads positions in a generated text.
  const document = parse(`${preamble}\n${directivePreamble}\n${sdl}`, { noLocation: true });
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  const errors = validateSchema(schema);
  if (errors.length > 0) {
    throw new SdlRefusal(
      errors.map((error: GraphQLError) => ({ position: { line: 1, column: 1 }, message: error.message })),
    );
  }
  return { sdl, schema };
}

function printApiSchema(model: Model): string {
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
  if (model.models.length > 0) addShared(definitions);
  // Today's official tools print it into every schema, whether or not it talks to a model of language.
  if (model.dialect === 2)
    definitions.share(turnError, block(`input ${turnError}`, ["errorType: String!", "message: String!"]));
  const paged = pagedModels(model);
  const foreign = foreignLinks(model);
  for (const each of model.models) addModelType(definitions, each, names);
  for (const each of model.models) {
    if (paged.has(each.name)) addConnection(definitions, each);
    addMutationInputs(definitions, each, names);
    addFilters(definitions, each, names, paged.has(each.name), foreign.get(each.name) ?? []);
    addQueries(definitions, each, names);
    addMutations(definitions, each);
    addSubscriptions(definitions, each, model.dialect);
  }
  addDocumentInputs(definitions, model.models, names);
  for (const field of model.queries) addCustomField(definitions, "Query", field);
  for (const field of model.mutations) addCustomField(definitions, "Mutation", field);
  for (const field of model.subscriptions) addCustomField(definitions, "Subscription", field);
  if (definitions.problems.length > 0) throw new SdlRefusal(definitions.problems);
  return definitions.print();
}
