/** What completing values from outside the database needs to know of the plan around. Leaf types. */

import type { Around } from "./selection.ts";

export interface Outside extends Pick<Around, "api" | "spread" | "caller" | "mutates" | "select"> {}
