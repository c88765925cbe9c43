/** Who may call a field the user wrote on Query, Mutation or Subscription: by its rules, its @aws_* directives, or the default mode. */

import type { AppliedDirective, CustomField, Model, Provider } from "#graphql/sdl/model";
import type { ApiCaller } from "./caller.ts";
import { claimList } from "./claims.ts";
import { isOperator, judge } from "./judge.ts";

const providers: Readonly<Record<string, Provider>> = {
  aws_api_key: "apiKey",
  aws_iam: "iam",
  aws_oidc: "oidc",
  aws_lambda: "function",
  aws_auth: "userPools",
  aws_cognito_user_pools: "userPools",
};

/** True when the caller may call the field (undefined: one that is there because GraphQL wants one); `root` is Query, Mutation or Subscription. */
export function mayCall(field: CustomField | undefined, root: string, model: Model, caller: ApiCaller): boolean {
  if (isOperator(caller)) return true;
  if (field === undefined) return true;
  if (field.access !== undefined) return field.access.some((rule) => judge(rule, caller) === "allow");
  // Directives of the field stand before those of its type.
  const modes = field.modes ?? model.rootModes?.[root] ?? [];
  if (modes.length > 0) return modes.some((mode) => letsIn(mode, caller));
  return caller.kind === (model.defaultProvider ?? "apiKey") || (model.sandbox === true && caller.kind === "iam");
}

function letsIn(mode: AppliedDirective, caller: ApiCaller): boolean {
  if (providers[mode.name] !== caller.kind) return false;
  const groups = mode.arguments["cognito_groups"];
  if (groups === undefined || groups === null) return true;
  const member = claimList(caller, "cognito:groups");
  return [groups].flat().some((group) => typeof group === "string" && member.includes(group));
}
