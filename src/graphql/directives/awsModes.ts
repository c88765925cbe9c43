/** @aws_api_key and its kin: which of the API's modes may reach a type or field. Kept as written. */

import type { Directive } from "./directive.ts";

const places = "on OBJECT | FIELD_DEFINITION";

function mode(name: string, argument = ""): Directive {
  return {
    name,
    definition: `directive @${name}${argument} ${places}`,
    onType: () => undefined,
    onField: () => undefined,
  };
}

export const awsModeDirectives: readonly Directive[] = [
  mode("aws_auth", "(cognito_groups: [String])"),
  mode("aws_api_key"),
  mode("aws_iam"),
  mode("aws_oidc"),
  mode("aws_lambda"),
  mode("aws_cognito_user_pools", "(cognito_groups: [String])"),
];
