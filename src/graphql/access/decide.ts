/** Rules + caller + operation -> may it run, and on which rows. */

import type { AccessRule, ModelOperation } from "#graphql/sdl/model";
import { anyone } from "./anyone.ts";
import type { ApiCaller } from "./caller.ts";
import type { Judge } from "./rule.ts";

const judges: Readonly<Partial<Record<AccessRule["allow"], Judge>>> = { public: anyone };

/** True when some rule lets a caller of this shape run the operation. Without rules nobody may. */
export function decide(rules: readonly AccessRule[], operation: ModelOperation, caller: ApiCaller): boolean {
  return rules.some((rule) => rule.operations.includes(operation) && judges[rule.allow]?.(rule, caller) === "allow");
}
