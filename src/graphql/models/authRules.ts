/** @auth as client libraries are told it: last of a model's directives, defaults filled in. */

import type { ClientDirective, ClientModel } from "./client.ts";

type Rule = Readonly<Record<string, unknown>>;

const allOperations = ["create", "update", "delete", "read"];

export function sortRules(model: ClientModel): void {
  const auth = model.directives.filter((each) => each.name === "auth");
  model.directives = [...model.directives.filter((each) => each.name !== "auth"), ...auth.map(normal)];
}

function normal(directive: ClientDirective): ClientDirective {
  // One rule may stand without its list's brackets.
  const given = (directive.arguments["rules"] ?? []) as Rule | readonly Rule[];
  const rules: readonly Rule[] = [given].flat();
  return { ...directive, arguments: { ...directive.arguments, rules: rules.map(normalRule) } };
}

function normalRule(rule: Rule): Rule {
  const operations = [rule["operations"] ?? rule["mutations"] ?? allOperations].flat();
  if (rule["allow"] === "owner") {
    const claim = text(rule["identityClaim"]) ?? text(rule["identityField"]) ?? "username";
    return {
      provider: "userPools",
      ownerField: "owner",
      ...rule,
      identityClaim: claim === "username" ? "cognito:username" : claim,
      operations,
    };
  }
  if (rule["allow"] === "groups") {
    const field = rule["groups"] === undefined || rule["groups"] === null ? { groupField: "groups" } : {};
    return { groupClaim: "cognito:groups", provider: "userPools", ...rule, ...field, operations };
  }
  return { ...rule, operations };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
