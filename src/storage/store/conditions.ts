/** Conditions of a write, judged inside its transaction. */

import type { WriteCondition } from "#storage/objects";

/** Why the write must not happen, or undefined. `etag` is that of the object in place. */
export function refusalOf(
  condition: WriteCondition,
  etag: string | undefined,
): "exists" | "mismatch" | "absent" | undefined {
  if (condition.ifAbsent === true && etag !== undefined) return "exists";
  if (condition.ifMatch === undefined) return undefined;
  if (etag === undefined) return "absent";
  return condition.ifMatch === "*" || condition.ifMatch.includes(etag) ? undefined : "mismatch";
}

export function isConditional(condition: WriteCondition | undefined): condition is WriteCondition {
  return condition !== undefined && (condition.ifAbsent === true || condition.ifMatch !== undefined);
}
