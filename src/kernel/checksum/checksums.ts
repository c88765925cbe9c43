/** The list of checksums: how each is computed over a stream, and how those of parts are joined. */

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crcCombiner } from "./combine.ts";
import { crc32cHasher, crc32cPolynomial } from "./crc32c.ts";
import { crc64nvmeHasher, crc64nvmePolynomial } from "./crc64nvme.ts";
import type { Hasher } from "./hasher.ts";

export interface ChecksumKind {
  /** Bytes of a digest. */
  readonly size: number;
  hasher(): Hasher;
  /** The checksum of two pieces laid end to end; only CRCs can do that. */
  readonly combine?: (first: Uint8Array, second: Uint8Array, secondLength: number) => Buffer;
}

const crc32Polynomial = 0xedb88320n;

export const checksums = {
  CRC32: { size: 4, hasher: crc32Hasher, combine: joining(crc32Polynomial, 32) },
  CRC32C: { size: 4, hasher: crc32cHasher, combine: joining(BigInt(crc32cPolynomial), 32) },
  CRC64NVME: { size: 8, hasher: crc64nvmeHasher, combine: joining(crc64nvmePolynomial, 64) },
  SHA1: { size: 20, hasher: () => nodeHasher("sha1") },
  SHA256: { size: 32, hasher: () => nodeHasher("sha256") },
} as const satisfies Readonly<Record<string, ChecksumKind>>;

export type ChecksumName = keyof typeof checksums;

/** Node's own digests, `md5` and the SHAs. */
export function nodeHasher(name: "md5" | "sha1" | "sha256"): Hasher {
  const hash = createHash(name);
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => hash.digest(),
  };
}

function crc32Hasher(): Hasher {
  let value = 0;
  return {
    update(bytes) {
      value = crc32(bytes, value);
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(value);
      return digest;
    },
  };
}

function joining(polynomial: bigint, width: 32 | 64): NonNullable<ChecksumKind["combine"]> {
  const combine = crcCombiner(polynomial, width);
  return (first, second, secondLength) => {
    const joined = combine(numberOf(first), numberOf(second), secondLength);
    return Buffer.from(joined.toString(16).padStart(width / 4, "0"), "hex");
  };
}

function numberOf(digest: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(digest).toString("hex")}`);
}
