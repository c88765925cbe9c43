/** { allow: groups, groupsField: ... }: members of a group that stands in a field of the record. */

import { claimList } from "./claims.ts";
import type { ApiCaller } from "./caller.ts";
import type { Judge } from "./rule.ts";

/** Who is in no group at all is refused before any record is looked at. */
export const dynamicGroups: Judge = (rule, caller) => {
  if (rule.allow !== "groups" || !("groupsField" in rule)) return undefined;
  if (rule.provider !== caller.kind || claimList(caller, rule.groupClaim).length === 0) return "deny";
  const groups = (each: ApiCaller): readonly string[] => claimList(each, rule.groupClaim);
  return { kind: "groups", field: rule.groupsField, list: rule.list, groups };
};
