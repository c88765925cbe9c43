/** AUTOMERGE: what does not contradict the stored record is taken over; a deletion needs the newest version. */

import { mergeChange } from "./merge.ts";
import type { ConflictStrategy } from "./strategy.ts";

export const autoMerge: ConflictStrategy = {
  name: "AUTOMERGE",
  versioned: true,
  resolve({ operation, current, change }) {
    if (operation === "delete" || current["_deleted"] === true) return { kind: "reject" };
    return { kind: "write", values: mergeChange(current, change) };
  },
};
