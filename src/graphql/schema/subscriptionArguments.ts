/** What a model's subscriptions take: a filter, and the owner a subscriber asks for. */

import type { AccessRule, ModelType } from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";
import { Roles } from "#graphql/sdl/roles";

export function subscriptionArguments(model: ModelType, dialect: 1 | 2): readonly string[] {
  if (dialect === 1) return olderOwners(model);
  const filter = `filter: ModelSubscription${upperFirst(model.name)}FilterInput`;
  if (model.subscriptions.level !== "on") return [filter];
  const owners = new Roles(model).of("listen").flatMap(({ rule }) =>
    // Lists of owners are matched by a filter alone.
    rule.allow === "owner" && !rule.list ? [`${rule.ownerField}: String`] : [],
  );
  return [filter, ...new Set(owners)];
}

/** Rules the official tools take for ones that need no record: a groups rule that names nothing counts as one, too. */
function letsInOthers(rule: AccessRule): boolean {
  if (rule.allow === "groups") return "groups" in rule || rule.unnamed === true;
  return rule.allow === "private" || rule.allow === "public";
}

/** Where a sole owner rule decides, the owner must be named. */
function olderOwners(model: ModelType): readonly string[] {
  if (model.subscriptions.level !== "on") return [];
  const rules = model.access.filter((rule) => rule.operations.includes("listen"));
  if (rules.some((rule) => rule.allow === "private" && rule.provider === "userPools")) return [];
  const owners = rules.flatMap((rule) => (rule.allow === "owner" ? [rule.ownerField] : []));
  const isOptional = owners.length > 1 || rules.some(letsInOthers);
  return [...new Set(owners.map((name) => `${name}: String${isOptional ? "" : "!"}`))];
}
