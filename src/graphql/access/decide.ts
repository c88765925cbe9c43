/** Rules + caller + operation -> may it run whatever the record is. */

import type { AccessRule, ModelOperation } from "#graphql/sdl/model";
import type { ApiCaller } from "./caller.ts";
import { isOperator, judge } from "./judge.ts";

/** True when some rule lets the caller run the operation on every record. Without rules nobody may. */
export function decide(rules: readonly AccessRule[], operation: ModelOperation, caller: ApiCaller): boolean {
  if (isOperator(caller)) return true;
  return rules.some((rule) => rule.operations.includes(operation) && judge(rule, caller) === "allow");
}
