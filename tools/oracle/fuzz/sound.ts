/** Whether a printed schema can be served at all: the official transformers print some that name types which are not there. */

import { buildSchema } from "graphql";
import { scalars } from "#graphql/scalars/list";

const builtIn = new Set(["String", "ID", "Int", "Float", "Boolean"]);
const preamble = `
${scalars.map(({ name }) => (builtIn.has(name) ? "" : `scalar ${name}`)).join("\n")}
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_api_key on OBJECT | FIELD_DEFINITION
directive @aws_iam on OBJECT | FIELD_DEFINITION
directive @aws_oidc on OBJECT | FIELD_DEFINITION
directive @aws_lambda on OBJECT | FIELD_DEFINITION
directive @aws_auth(cognito_groups: [String!]) on FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String!]) on OBJECT | FIELD_DEFINITION
`;

/** The reason why it is not sound, or undefined. */
export function unsoundness(sdl: string): string | undefined {
  try {
    buildSchema(preamble + sdl);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
