/** NONE: the last write wins; records have no version. */

import type { ConflictStrategy } from "./strategy.ts";

export const none: ConflictStrategy = { name: "NONE", versioned: false };
