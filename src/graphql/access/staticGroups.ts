/** { allow: groups, groups: [...] }: members of the groups the rule names. */

import { claimList } from "./claims.ts";
import type { Judge } from "./rule.ts";

export const staticGroups: Judge = (rule, caller) => {
  if (rule.allow !== "groups" || !("groups" in rule)) return undefined;
  if (rule.provider !== caller.kind) return "deny";
  const member = claimList(caller, rule.groupClaim);
  return rule.groups.some((group) => member.includes(group)) ? "allow" : "deny";
};
