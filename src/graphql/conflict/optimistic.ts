/** OPTIMISTIC_CONCURRENCY: whoever has not seen the newest version is refused and given it. */

import type { ConflictStrategy } from "./strategy.ts";

export const optimistic: ConflictStrategy = {
  name: "OPTIMISTIC_CONCURRENCY",
  versioned: true,
  resolve: () => ({ kind: "reject" }),
};
