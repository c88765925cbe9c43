/** The conflict strategies an API can be made with. */

import { none } from "./none.ts";
import type { ConflictStrategy } from "./strategy.ts";

export const strategies: readonly ConflictStrategy[] = [none];
