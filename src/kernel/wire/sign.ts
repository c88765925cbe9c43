/** Signs requests by SigV4, for our own command line and tests of the verifier. */

import { isoBasic } from "#kernel/time";
import {
  canonicalHeaders,
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  type PathRule,
  sha256Hex,
} from "./canonical.ts";
import { splitTarget } from "./query.ts";
import { algorithm, deriveSigningKey, scopeText, signatureOf } from "./signingKey.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface UnsignedRequest {
  readonly method: string;
  /** Path and query, percent-encoded as they will be sent. */
  readonly rawUrl: string;
  /** Lower-case names; `host` must be among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface SigningOptions {
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Default `normalised`. */
  readonly path?: PathRule;
}

/** The headers to send: those given, x-amz-date, x-amz-security-token where there is one, and authorization. All are signed. */
export function signRequest(request: UnsignedRequest, options: SigningOptions): Record<string, string> {
  const { credentials, region, service } = options;
  const date = isoBasic(options.now);
  const headers: Record<string, string> = { ...request.headers, "x-amz-date": date };
  if (credentials.sessionToken !== undefined) headers["x-amz-security-token"] = credentials.sessionToken;
  const scope = { date: date.slice(0, 8), region, service };
  const signed = Object.keys(headers).sort();
  const { path, query } = splitTarget(request.rawUrl);
  const canonical = canonicalRequest({
    method: request.method,
    path: canonicalPath(path, options.path ?? "normalised"),
    query: canonicalQuery(query),
    headers: canonicalHeaders(headers, signed),
    signedHeaders: signed.join(";"),
    payloadHash: headers["x-amz-content-sha256"] ?? sha256Hex(request.body),
  });
  const key = deriveSigningKey(credentials.secretAccessKey, scope);
  const signature = signatureOf(key, date, scope, sha256Hex(canonical)).toString("hex");
  const credential = `${credentials.accessKeyId}/${scopeText(scope)}`;
  headers["authorization"] =
    `${algorithm} Credential=${credential}, SignedHeaders=${signed.join(";")}, Signature=${signature}`;
  return headers;
}
