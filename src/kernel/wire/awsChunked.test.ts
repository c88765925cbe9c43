/** The chunk decoder gives back what was framed, however the bytes arrive, and takes nothing that was changed. */

import { createSecretKey } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AwsChunkedDecoder, ChunkedBodyError, type ChunkedOptions } from "./awsChunked.ts";
import { sha256Hex } from "./canonical.ts";
import { type ChunkSeed, chunkSignatures } from "./chunkSignatures.ts";
import { deriveSigningKey } from "./signingKey.ts";

const seed: ChunkSeed = {
  signature: "0".repeat(64),
  signingKey: createSecretKey(Buffer.alloc(32, 1)),
  scope: { date: "20261123", region: "us-east-1", service: "s3" },
  date: "20261123T101112Z",
};

interface Framed {
  readonly wire: Buffer;
  readonly options: ChunkedOptions;
}

/** Frames pieces as a client does; empty pieces are left out, for an empty chunk is the end. */
function frame(pieces: readonly Uint8Array[], signed: boolean, trailer: Readonly<Record<string, string>>): Framed {
  const chain = signed ? chunkSignatures(seed) : undefined;
  const parts: Buffer[] = [];
  for (const piece of [...pieces.filter(({ length }) => length > 0), Buffer.alloc(0)]) {
    const signature = chain ? `;chunk-signature=${chain.chunk(sha256Hex(piece))}` : "";
    parts.push(Buffer.from(`${piece.length.toString(16)}${signature}\r\n`), Buffer.from(piece));
    if (piece.length > 0) parts.push(Buffer.from("\r\n"));
  }
  const names = Object.keys(trailer);
  for (const name of names) parts.push(Buffer.from(`${name}:${trailer[name]}\r\n`));
  if (chain && names.length > 0) {
    const signature = chain.trailer(names.map((name) => `${name}:${trailer[name]}\n`).join(""));
    parts.push(Buffer.from(`x-amz-trailer-signature:${signature}\r\n`));
  }
  parts.push(Buffer.from("\r\n"));
  const decodedLength = pieces.reduce((sum, { length }) => sum + length, 0);
  const signatures = signed ? chunkSignatures(seed) : undefined;
  return { wire: Buffer.concat(parts), options: { decodedLength, trailers: names, signatures } };
}

function decode(wire: Uint8Array, options: ChunkedOptions, cut = wire.length): [Buffer, ReadonlyMap<string, string>] {
  const decoder = new AwsChunkedDecoder(options);
  const data: Uint8Array[] = [];
  for (let at = 0; at < wire.length; at += cut) data.push(...decoder.push(wire.subarray(at, at + cut)));
  return [Buffer.concat(data), decoder.end()];
}

/** Refused with a reason, or whether the body is the expected one; any other error is thrown on. */
function outcomeOf(wire: Uint8Array, options: ChunkedOptions, expected: Uint8Array): boolean | "refused" {
  try {
    return decode(wire, options)[0].equals(expected);
  } catch (error) {
    if (error instanceof ChunkedBodyError) return "refused";
    throw error;
  }
}

const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
const trailers = fc.constantFrom({}, { "x-amz-checksum-crc32": "AAAAAA==" });

describe("property", () => {
  test("what was framed comes back, whatever the cuts", () => {
    fc.assert(
      fc.property(pieces, fc.boolean(), trailers, fc.integer({ min: 1, max: 50 }), (data, signed, trailer, cut) => {
        const { wire, options } = frame(data, signed, trailer);
        const [body, fields] = decode(wire, options, cut);
        expect(body).toEqual(Buffer.concat(data));
        expect(Object.fromEntries(fields)).toEqual(trailer);
      }),
    );
  });

  test("a signed body with one bit changed is refused", () => {
    const nonEmpty = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(nonEmpty, fc.nat(), fc.integer({ min: 0, max: 7 }), (data, place, bit) => {
        const { wire, options } = frame(data, true, { "x-amz-checksum-crc32": "AAAAAA==" });
        const changed = Buffer.from(wire);
        const at = place % changed.length;
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        // Only spellings that mean the same may pass: letters of a size or a name in capitals, kinds of white space.
        expect([true, "refused"]).toContain(outcomeOf(changed, options, Buffer.concat(data)));
      }),
      { numRuns: 500 },
    );
  });

  test("no bytes make it fail in another way", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (junk, signed) => {
        const { options } = frame([junk], signed, {});
        expect([true, false, "refused"]).toContain(outcomeOf(junk, options, junk));
      }),
    );
  });
});

const plain: ChunkedOptions = { decodedLength: 3, trailers: [], signatures: undefined };

test.each([
  ["too little data", "2\r\nab\r\n0\r\n\r\n", "length"],
  ["too much data", "4\r\nabcd\r\n0\r\n\r\n", "length"],
  ["an end before the last chunk", "3\r\nabc\r\n", "length"],
  ["an end inside a chunk", "3\r\nab", "length"],
  ["a chunk longer than it says", "3\r\nabcd\r\n0\r\n\r\n", "malformed"],
  ["a negative size", "-3\r\nabc\r\n0\r\n\r\n", "malformed"],
  ["a size that overflows", "ffffffffffffffffff\r\nabc", "malformed"],
  ["a size line without end", `3;${"x".repeat(300)}`, "malformed"],
  ["a trailer nobody announced", "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "malformed"],
  ["a trailer without end", `3\r\nabc\r\n0\r\n${"x".repeat(9000)}`, "malformed"],
])("%s is refused", (_name, wire, problem) => {
  expect(() => decode(Buffer.from(wire), plain)).toThrow(expect.objectContaining({ problem }));
});

test("an unsigned chunk in a signed body is refused", () => {
  const { wire } = frame([Buffer.from("abc")], false, {});
  const { options } = frame([Buffer.from("abc")], true, {});
  expect(() => decode(wire, options)).toThrow(expect.objectContaining({ problem: "malformed" }));
});

test("the trailer of a signed body needs its signature", () => {
  const { wire, options } = frame([Buffer.from("abc")], true, { "x-amz-checksum-crc32": "AAAAAA==" });
  const without = Buffer.from(wire.toString("latin1").replace(/x-amz-trailer-signature.*\r\n/, ""), "latin1");
  expect(() => decode(without, options)).toThrow(expect.objectContaining({ problem: "signature" }));
});

test("the chain gives the signatures of the published example", () => {
  const scope = { date: "20130524", region: "us-east-1", service: "s3" };
  const chain = chunkSignatures({
    signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    signingKey: deriveSigningKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", scope),
    scope,
    date: "20130524T000000Z",
  });
  const signatures = [65_536, 1024, 0].map((size) => chain.chunk(sha256Hex("a".repeat(size))));
  expect(signatures).toEqual([
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ]);
});
