/** One 32-byte key for each purpose, derived from the master key by HKDF-SHA256. */

import { hkdfSync } from "node:crypto";

/** The same master key and purpose always give the same key; keys of different purposes tell nothing about each other. */
export function deriveKey(masterKey: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", masterKey, "ohmstead", purpose, 32));
}
