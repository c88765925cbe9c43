/** Directives Amplify knows and this plane does not serve yet: refused by name, never ignored. */

import type { Directive } from "./directive.ts";

const names = [
  "index",
  "hasOne",
  "hasMany",
  "belongsTo",
  "manyToMany",
  "mapsTo",
  "refersTo",
  "function",
  "http",
  "predictions",
  "searchable",
  "sql",
  "validate",
  "conversation",
  "generation",
  "key",
  "connection",
  "versioned",
  "aws_subscribe",
  "aws_auth",
  "aws_iam",
  "aws_oidc",
  "aws_lambda",
  "aws_cognito_user_pools",
];

export const notSupportedYet: ReadonlySet<string> = new Set(names);

/** With API keys as the only mode, naming it changes nothing. */
export const awsApiKeyDirective: Directive = {
  name: "aws_api_key",
  definition: "directive @aws_api_key on OBJECT | FIELD_DEFINITION",
  onType: () => undefined,
  onField: () => undefined,
};

/** @deprecated only tells readers of the schema. */
export const deprecatedDirective: Directive = {
  name: "deprecated",
  definition: "",
  onField: () => undefined,
};
