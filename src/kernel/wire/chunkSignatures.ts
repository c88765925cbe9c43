/** The chain of signatures over an aws-chunked body: each covers the one before, the first the request's own. */

import type { KeyObject } from "node:crypto";
import { emptyBodyHash, sha256Hex } from "./canonical.ts";
import { hmacSha256, type Scope, scopeText } from "./signingKey.ts";

export interface ChunkSignatures {
  /** Signature of the next chunk, as hex; `hash` is the SHA-256 of its data in hex. */
  chunk(hash: string): string;
  /** Signature of the trailer, whose lines are `name:value` and a line feed each. */
  trailer(lines: string): string;
}

/** What the verified request leaves for its chunks. */
export interface ChunkSeed {
  /** Signature of the request, as hex. */
  readonly signature: string;
  readonly signingKey: KeyObject;
  readonly scope: Scope;
  /** As x-amz-date says it. */
  readonly date: string;
}

export function chunkSignatures({ signature, signingKey, scope, date }: ChunkSeed): ChunkSignatures {
  let before = signature;
  const sign = (kind: string, ...hashes: readonly string[]): string => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, date, scopeText(scope), before, ...hashes].join("\n");
    before = hmacSha256(signingKey, text).toString("hex");
    return before;
  };
  return {
    chunk: (hash) => sign("PAYLOAD", emptyBodyHash, hash),
    trailer: (lines) => sign("TRAILER", sha256Hex(lines)),
  };
}
