/** Several digests over one stream of bytes, computed on the spot. */

import { type ChecksumName, checksums, nodeHasher } from "./checksums.ts";
import type { Hasher } from "./hasher.ts";

export type HashName = ChecksumName | "MD5";

export type Digests = ReadonlyMap<HashName, Uint8Array>;

/** One stream's digests, wherever they are computed. */
export interface Hashing {
  /** Takes the bytes in; they may be changed once it has returned or the promise it answered has settled. */
  update(bytes: Uint8Array): Promise<void> | undefined;
  /** Once, at the end. */
  digest(): Promise<Digests>;
  /** Ends it early; after the end it does nothing. Bytes that were not taken in yet may be changed then, too. */
  close(): void;
}

export function hasherOf(name: HashName): Hasher {
  return name === "MD5" ? nodeHasher("md5") : checksums[name].hasher();
}

/** For small bodies, and where there are no threads. */
export function inlineHashing(names: readonly HashName[]): Hashing {
  const hashers = names.map((name) => [name, hasherOf(name)] as const);
  return {
    update(bytes) {
      for (const [, hasher] of hashers) hasher.update(bytes);
      return undefined;
    },
    digest: () => Promise.resolve(new Map(hashers.map(([name, hasher]) => [name, hasher.digest()]))),
    close() {
      // There is nothing to give back.
    },
  };
}
