/** LAMBDA: a function of the operator's decides, by AppSync's conflict handler events. */

import type { ConflictStrategy } from "./strategy.ts";

export const lambda: ConflictStrategy = { name: "LAMBDA", versioned: true };
