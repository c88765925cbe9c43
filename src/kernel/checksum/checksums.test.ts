/** Checksums give the published check values, whatever pieces the bytes come in, and parts join to the whole. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChecksumKind, type ChecksumName, checksums } from "./checksums.ts";

const kinds = Object.entries(checksums) as [ChecksumName, ChecksumKind][];

function digestOf(kind: ChecksumKind, ...pieces: readonly Uint8Array[]): Buffer {
  const hasher = kind.hasher();
  for (const piece of pieces) hasher.update(piece);
  return hasher.digest();
}

/** Check values over the digits 1 to 9, as the catalogues of CRCs and the SHA standards print them. */
test.each([
  ["CRC32", "cbf43926"],
  ["CRC32C", "e3069283"],
  ["CRC64NVME", "ae8b14860a799888"],
  ["SHA1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441"],
  ["SHA256", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"],
] as const)("%s of 123456789", (name, expected) => {
  expect(digestOf(checksums[name], Buffer.from("123456789")).toString("hex")).toBe(expected);
});

describe.each(kinds)("%s", (_name, kind) => {
  test("gives the same digest for any cut of the bytes", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (pieces) => {
        expect(digestOf(kind, ...pieces)).toEqual(digestOf(kind, Buffer.concat(pieces)));
      }),
    );
  });

  test("has the stated size", () => {
    expect(digestOf(kind)).toHaveLength(kind.size);
  });
});

test.each(kinds.filter(([, { combine }]) => combine))("%s of parts joins to that of the whole", (_name, kind) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (first, second) => {
      const joined = kind.combine?.(digestOf(kind, first), digestOf(kind, second), second.length);
      expect(joined).toEqual(digestOf(kind, first, second));
    }),
  );
});
