/** Verifies AWS Signature Version 4 over the received bytes, from headers or from the query. */

import type { KeyObject } from "node:crypto";
import { isoBasic } from "#kernel/time";
import type { Clock } from "#ports/clock";
import { constantTimeEqual } from "#kernel/crypto/equal";
import {
  canonicalHeaders,
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  type PathRule,
  sha256Hex,
} from "./canonical.ts";
import type { WireRequest } from "./http.ts";
import { splitTarget } from "./query.ts";
import { type Claim, readClaim } from "./sigv4Claim.ts";
import { jsonSigV4Faults, sigV4Fault, type SigV4FaultNames, SigV4Refusal } from "./sigv4Faults.ts";
import { createSigningKeys, type Scope, signatureOf, type SigningKeys } from "./signingKey.ts";

/** What is known about an access key. */
export interface KnownKey<Identity> {
  readonly secret: string;
  readonly caller: Identity;
  /** For temporary credentials: the token that must come along, and when they end (milliseconds since the epoch). */
  readonly session?: { readonly token: string; readonly expiresAt: number };
}

export interface SigV4Options<Identity> {
  /** Signing name of the service: `amplifybackend`. */
  readonly service: string;
  /** The only region to accept, or undefined for any. */
  readonly region?: string;
  /**
   * The key's secret and owner; undefined for keys that are unknown or disabled. The session token of the request comes
   * along, since temporary credentials may be known by nothing else.
   */
  readonly lookup: (accessKeyId: string, sessionToken: string | undefined) => Promise<KnownKey<Identity> | undefined>;
  readonly clock: Clock;
  /** Default 5 minutes; S3 allows 15. */
  readonly skewMs?: number;
  /** Default `normalised`; S3 signs the path as sent. */
  readonly path?: PathRule;
  /**
   * `hashed` (default): the body is in the request and its hash must be right.
   * `declared`: whoever reads the body compares it with `payloadHash` (S3, whose bodies are streams).
   */
  readonly payload?: "hashed" | "declared";
  readonly faults?: SigV4FaultNames;
}

export interface Verified<Identity> {
  readonly accessKeyId: string;
  readonly caller: Identity;
  readonly scope: Scope;
  /** As the request says it: `20261123T103759Z`. */
  readonly date: string;
  /** In lower case. */
  readonly signedHeaders: readonly string[];
  /** What the signature covers in place of the body: a hash, or a marker such as UNSIGNED-PAYLOAD. */
  readonly payloadHash: string;
  /** Seed and key of chunk signatures. */
  readonly signature: string;
  readonly signingKey: KeyObject;
}

const unsignedPayload = "UNSIGNED-PAYLOAD";

/** A function that verifies requests for one service, or throws a Fault that says what is wrong. */
export function createSigV4Verifier<Identity>(
  options: SigV4Options<Identity>,
): (request: WireRequest) => Promise<Verified<Identity>> {
  const keys = createSigningKeys();
  return async (request) => {
    try {
      const claim = readClaim(request);
      checkScope(claim, options);
      checkTime(claim, options);
      checkSignedHeaders(request, claim);
      const known = await options.lookup(claim.accessKeyId, claim.sessionToken);
      checkSession(claim, known, options.clock);
      return verify(request, claim, known, options, keys);
    } catch (error) {
      if (error instanceof SigV4Refusal) throw sigV4Fault(error, options.faults ?? jsonSigV4Faults);
      throw error;
    }
  };
}

function checkScope({ scope, date }: Claim, options: Pick<SigV4Options<unknown>, "service" | "region">): void {
  if (options.region !== undefined && scope.region !== options.region) {
    throw new SigV4Refusal("wrongScope", `Credential should be scoped to a valid region, not '${scope.region}'.`);
  }
  if (scope.service !== options.service) {
    throw new SigV4Refusal("wrongScope", `Credential should be scoped to correct service: '${options.service}'.`);
  }
  const day = date.slice(0, 8);
  if (scope.date === day) return;
  const text = "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP";
  throw new SigV4Refusal("wrongScope", `${text}: '${scope.date}' != '${day}', from '${date}'.`);
}

function checkTime(
  { at, date, expires }: Claim,
  { clock, skewMs = 5 * 60_000 }: Pick<SigV4Options<unknown>, "clock" | "skewMs">,
) {
  const now = clock.now();
  const minutes = Math.round(skewMs / 60_000);
  if (at > now + skewMs) {
    const latest = isoBasic(now + skewMs);
    const text = `Signature not yet current: ${date} is still later than ${latest} (${isoBasic(now)} + ${minutes} min.)`;
    throw new SigV4Refusal("skewed", text);
  }
  if (expires !== undefined) {
    const end = at + expires * 1000;
    if (now <= end) return;
    throw new SigV4Refusal("expiredLink", `Signature expired: ${isoBasic(end)} is now earlier than ${isoBasic(now)}.`);
  }
  if (at >= now - skewMs) return;
  const earliest = isoBasic(now - skewMs);
  const text = `Signature expired: ${date} is now earlier than ${earliest} (${isoBasic(now)} - ${minutes} min.)`;
  throw new SigV4Refusal("skewed", text);
}

/** Host and everything that steers AWS services must be under the signature, else a middleman could add or change it. */
function checkSignedHeaders({ headers }: WireRequest, { signedHeaders }: Claim): void {
  if (!signedHeaders.includes("host")) {
    throw new SigV4Refusal("unsignedHeader", "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (typeof headers["host"] !== "string") {
    throw new SigV4Refusal("incomplete", "The header 'host' must stand exactly once.");
  }
  for (const name in headers) {
    if (name.startsWith("x-amz-") && headers[name] !== undefined && !signedHeaders.includes(name)) {
      throw new SigV4Refusal("unsignedHeader", `'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
  for (const name of signedHeaders) {
    if (headers[name] !== undefined) continue;
    throw new SigV4Refusal("unsignedHeader", `The signed header '${name}' is not in the request.`);
  }
}

function checkSession<Identity>(
  claim: Claim,
  known: KnownKey<Identity> | undefined,
  clock: Clock,
): asserts known is KnownKey<Identity> {
  const given = claim.sessionToken;
  const expected = known?.session;
  const matches = expected ? given !== undefined && constantTimeEqual(given, expected.token) : given === undefined;
  if (!known || !matches) {
    throw new SigV4Refusal(
      known || given !== undefined ? "badToken" : "unknownKey",
      "The security token included in the request is invalid.",
    );
  }
  if (expected && clock.now() >= expected.expiresAt) {
    throw new SigV4Refusal("expiredToken", "The security token included in the request is expired");
  }
}

function verify<Identity>(
  request: WireRequest,
  claim: Claim,
  known: KnownKey<Identity>,
  options: SigV4Options<Identity>,
  keys: SigningKeys,
): Verified<Identity> {
  const { accessKeyId, scope, signature } = claim;
  const payloadHash = payloadHashOf(request, claim, options);
  const signingKey = keys.get(accessKeyId, known.secret, scope);
  const canonical = canonicalOf(request, claim, payloadHash, options.path ?? "normalised");
  const given = Buffer.from(signature, "hex");
  if (!matches(canonical, claim, signingKey, given)) {
    throw new SigV4Refusal(
      "mismatch",
      "The request signature we calculated does not match the signature you provided. " +
        "Check your AWS Secret Access Key and signing method.",
    );
  }
  keys.keep(accessKeyId, known.secret, scope, signingKey);
  return {
    accessKeyId,
    caller: known.caller,
    scope,
    date: claim.date,
    signedHeaders: claim.signedHeaders,
    payloadHash,
    signature,
    signingKey,
  };
}

/**
 * Header bytes beyond ASCII reach us as Latin-1 characters. Some clients sign the UTF-8 of a text they send as Latin-1,
 * others sign the bytes they send, so both readings count; for ASCII they are the same.
 */
function matches(canonical: string, { date, scope }: Claim, signingKey: KeyObject, given: Uint8Array): boolean {
  const fits = (bytes: string | Uint8Array) =>
    constantTimeEqual(signatureOf(signingKey, date, scope, sha256Hex(bytes)), given);
  if (fits(canonical)) return true;
  return Buffer.byteLength(canonical) !== canonical.length && fits(Buffer.from(canonical, "latin1"));
}

function canonicalOf(request: WireRequest, claim: Claim, payloadHash: string, rule: PathRule): string {
  const { path, query } = splitTarget(request.rawUrl);
  return canonicalRequest({
    method: request.method,
    path: canonicalPath(path, rule),
    query: canonicalQuery(query, claim.expires === undefined ? undefined : "X-Amz-Signature"),
    headers: canonicalHeaders(request.headers, claim.signedHeaders),
    signedHeaders: claim.signedHeaders.join(";"),
    payloadHash,
  });
}

function payloadHashOf(request: WireRequest, claim: Claim, options: Pick<SigV4Options<unknown>, "payload">): string {
  const declared = request.headers["x-amz-content-sha256"];
  if (declared !== undefined && typeof declared !== "string") {
    throw new SigV4Refusal("incomplete", "The header 'x-amz-content-sha256' must not be repeated.");
  }
  if (options.payload === "declared") {
    if (declared !== undefined) return declared;
    return claim.expires === undefined ? sha256Hex(request.body) : unsignedPayload;
  }
  const actual = sha256Hex(request.body);
  if (declared === undefined || declared === actual) return actual;
  if (!/^[0-9a-f]{64}$/.test(declared)) {
    throw new SigV4Refusal(
      "unsignedPayload",
      "The body must be signed: x-amz-content-sha256 must be its SHA-256 in hex.",
    );
  }
  throw new SigV4Refusal("bodyMismatch", "The value of x-amz-content-sha256 is not the SHA-256 of the body received.");
}
