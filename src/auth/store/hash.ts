/** How secrets that only need to be recognised are kept. */

import { createHash } from "node:crypto";

/** SHA-256 in hexadecimal; enough for texts with 256 random bits. */
export function tokenHash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
