/** The kinds of access rules. */

import { dynamicGroups } from "./dynamicGroups.ts";
import { owner } from "./owner.ts";
import { plain } from "./plain.ts";
import type { Judge } from "./rule.ts";
import { staticGroups } from "./staticGroups.ts";

export const judges: readonly Judge[] = [plain, owner, staticGroups, dynamicGroups];
