/** @aws_* directives the user wrote on a field: which modes, and which groups of the user pool, may reach it. */

import type { AppliedDirective, Provider } from "#graphql/sdl/model";
import type { ApiCaller } from "./caller.ts";
import { claimList } from "./claims.ts";
import { isOperator } from "./judge.ts";

const providers: ReadonlyMap<string, Provider> = new Map([
  ["aws_api_key", "apiKey"],
  ["aws_iam", "iam"],
  ["aws_oidc", "oidc"],
  ["aws_lambda", "function"],
  ["aws_auth", "userPools"],
  ["aws_cognito_user_pools", "userPools"],
]);

/** True where no mode is written, or one that lets the caller in. */
export function modesLetIn(directives: readonly AppliedDirective[], caller: ApiCaller): boolean {
  const modes = directives.filter(({ name }) => providers.has(name));
  return modes.length === 0 || isOperator(caller) || modes.some((mode) => letsIn(mode, caller));
}

function letsIn(mode: AppliedDirective, caller: ApiCaller): boolean {
  if (providers.get(mode.name) !== caller.kind) return false;
  const groups = groupsNamed(mode);
  const member = claimList(caller, "cognito:groups");
  return mode.arguments["cognito_groups"] === undefined || groups.some((group) => member.includes(group));
}

/** Groups that @aws_auth and @aws_cognito_user_pools name. */
export function groupsNamed(directive: AppliedDirective): readonly string[] {
  return [directive.arguments["cognito_groups"] ?? []].flat().filter((name) => typeof name === "string");
}
