/** Verifies presigned links of Signature Version 2, which boto3 and version 1 of the AWS CLI still make in older regions. */

import { createHmac } from "node:crypto";
import { constantTimeEqual } from "#kernel/crypto/equal";
import type { WireRequest } from "#kernel/wire/http";
import { parseQuery, splitTarget } from "#kernel/wire/query";
import type { KnownKey } from "#kernel/wire/sigv4";
import type { Caller } from "#ports/caller";
import { accessDenied, expiredToken, signatureDoesNotMatch, unknownAccessKey } from "#storage/faults";
import type { KeyLookup } from "./keyLookup.ts";

/** Parameters that are part of the signed resource. */
const signedParameters = new Set([
  "acl",
  "cors",
  "delete",
  "lifecycle",
  "location",
  "logging",
  "notification",
  "partNumber",
  "policy",
  "requestPayment",
  "response-cache-control",
  "response-content-disposition",
  "response-content-encoding",
  "response-content-language",
  "response-content-type",
  "response-expires",
  "tagging",
  "torrent",
  "uploadId",
  "uploads",
  "versionId",
  "versioning",
  "versions",
  "website",
]);

/** Whether a request carries such a link's parameters. */
export function isSigV2Link(query: string | undefined): query is string {
  return query !== undefined && /(^|&)AWSAccessKeyId=/.test(query) && /(^|&)Signature=/.test(query);
}

/**
 * Who made the link.
 * @param virtualBucket the bucket that the host names; it is signed as if it stood in the path
 * @throws Fault
 */
export async function verifySigV2Link(
  request: WireRequest,
  virtualBucket: string | undefined,
  lookup: KeyLookup,
  now: number,
): Promise<Caller> {
  const { path, query = "" } = splitTarget(request.rawUrl);
  const values = parseQuery(query);
  const value = (name: string): string => values.get(name)?.[0] ?? "";
  const expires = value("Expires");
  if (!/^\d{1,12}$/.test(expires)) throw accessDenied("Query-string authentication requires the Expires parameter.");
  if (Number(expires) * 1000 < now) throw accessDenied("Request has expired");
  const token = values.get("x-amz-security-token")?.[0];
  const known = await lookup(value("AWSAccessKeyId"), token);
  checkToken(known, token, now);
  const resource = `${virtualBucket === undefined ? "" : `/${virtualBucket}`}${path}${subresource(query)}`;
  const text = [request.method, header(request, "content-md5"), header(request, "content-type"), expires];
  const signed = `${text.join("\n")}\n${amzLines(request, values)}${resource}`;
  const expected = createHmac("sha1", known.secret).update(signed, "latin1").digest("base64");
  if (constantTimeEqual(expected, value("Signature"))) return known.caller;
  throw signatureDoesNotMatch("The request signature we calculated does not match the signature you provided.");
}

function checkToken(
  known: KnownKey<Caller> | undefined,
  token: string | undefined,
  now: number,
): asserts known is KnownKey<Caller> {
  const expected = known?.session;
  const fits = expected ? token !== undefined && constantTimeEqual(token, expected.token) : token === undefined;
  if (!known || !fits) throw unknownAccessKey();
  if (expected && now >= expected.expiresAt) throw expiredToken();
}

function header({ headers }: WireRequest, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}

/** Headers and parameters of AWS, sorted, a line each. */
function amzLines({ headers }: WireRequest, values: ReadonlyMap<string, readonly string[]>): string {
  const lines = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith("x-amz-") && value !== undefined)
      lines.set(name, typeof value === "string" ? value : value.join(","));
  }
  for (const [name, [value = ""]] of values) {
    if (name.startsWith("x-amz-")) lines.set(name, Buffer.from(value, "utf8").toString("latin1"));
  }
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, value]) => `${name}:${value.trim()}\n`).join("");
}

/** The signed parameters in order of their names; values are signed decoded. */
function subresource(query: string): string {
  const kept = [...parseQuery(query)]
    .filter(([name]) => signedParameters.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (kept.length === 0) return "";
  const pairs = kept.map(([name, [value = ""]]) =>
    value === "" ? name : `${name}=${Buffer.from(value, "utf8").toString("latin1")}`,
  );
  return `?${pairs.join("&")}`;
}
