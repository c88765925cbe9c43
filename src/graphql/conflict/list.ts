/** The conflict strategies an API can be made with. */

import { autoMerge } from "./autoMerge.ts";
import { lambda } from "./lambda.ts";
import { none } from "./none.ts";
import { optimistic } from "./optimistic.ts";
import type { ConflictStrategy } from "./strategy.ts";

export const strategies: readonly ConflictStrategy[] = [none, optimistic, autoMerge, lambda];
