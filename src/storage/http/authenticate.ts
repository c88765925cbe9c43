/** Who sent an S3 request: by signature version 4 in header or query, or by a link of version 2. */

import type { WireRequest } from "#kernel/wire/http";
import { splitTarget } from "#kernel/wire/query";
import { createSigV4Verifier, type Verified } from "#kernel/wire/sigv4";
import type { Caller } from "#ports/caller";
import type { Clock } from "#ports/clock";
import { invalidRequest, sigV4Faults, signatureVersion } from "#storage/faults";
import type { Address } from "./address.ts";
import type { KeyLookup } from "./keyLookup.ts";
import { isSigV2Link, verifySigV2Link } from "./sigV2.ts";

export interface Authenticated {
  readonly caller: Caller;
  /** What the signature covers in place of the body. */
  readonly payloadHash: string;
  /** Signed by version 4; chunks of the body may be signed on. */
  readonly verified: Verified<Caller> | undefined;
  /** Signed by the query: parameters may stand for headers. */
  readonly presigned: boolean;
}

export type Authenticate = (request: WireRequest, address: Address) => Promise<Authenticated>;

/** As S3 allows. */
const skewMs = 15 * 60_000;
const unsignedPayload = "UNSIGNED-PAYLOAD";

export function createAuthenticate(lookup: KeyLookup, clock: Clock): Authenticate {
  const verify = createSigV4Verifier<Caller>({
    service: "s3",
    lookup,
    clock,
    skewMs,
    path: "asSent",
    payload: "declared",
    faults: sigV4Faults,
  });
  return async (request, { bucket, virtualHost }) => {
    const { authorization } = request.headers;
    const { query } = splitTarget(request.rawUrl);
    if (typeof authorization === "string" && authorization.startsWith("AWS ")) throw signatureVersion();
    if (authorization === undefined && isSigV2Link(query)) {
      const caller = await verifySigV2Link(request, virtualHost ? bucket : undefined, lookup, clock.now());
      return { caller, payloadHash: unsignedPayload, verified: undefined, presigned: true };
    }
    if (authorization !== undefined && request.headers["x-amz-content-sha256"] === undefined) {
      throw invalidRequest("Missing required header for this request: x-amz-content-sha256");
    }
    const verified = await verify(request);
    const { caller, payloadHash } = verified;
    return { caller, payloadHash, verified, presigned: authorization === undefined };
  };
}
