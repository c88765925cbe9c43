/** Comparison of secrets in a time that does not depend on where they differ. */

import { timingSafeEqual } from "node:crypto";

/** True when both hold the same bytes (texts as UTF-8). The length is not hidden. */
export function constantTimeEqual(left: string | Uint8Array, right: string | Uint8Array): boolean {
  const a = typeof left === "string" ? Buffer.from(left, "utf8") : left;
  const b = typeof right === "string" ? Buffer.from(right, "utf8") : right;
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
