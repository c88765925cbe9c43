/** Reads from a request's headers what its body will be: its framing, its length, and all it must match. */

import type { WireRequest } from "#kernel/wire/http";
import { invalidArgument, invalidDigest, invalidRequest, missingContentLength } from "#storage/faults";
import type { ChecksumAlgorithm } from "#storage/objects";

export interface BodyPlan {
  /** `plain`: the bytes as they are. The others are aws-chunked. */
  readonly framing: "plain" | "unsignedChunks" | "signedChunks";
  /** Bytes of the object or document; undefined when only the end of a plain body tells. */
  readonly length: number | undefined;
  /** In hex. */
  readonly sha256: string | undefined;
  /** In hex. */
  readonly md5: string | undefined;
  /** The value is undefined when the trailer will bring it. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string | undefined } | undefined;
  /** Names that the trailer may have, in lower case. */
  readonly trailers: readonly string[];
}

type Headers = WireRequest["headers"];

const framings: Readonly<Record<string, BodyPlan["framing"]>> = {
  "UNSIGNED-PAYLOAD": "plain",
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER": "unsignedChunks",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": "signedChunks",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": "signedChunks",
};

/** Sizes of digests in base64. */
const digestForms: Readonly<Record<ChecksumAlgorithm, RegExp>> = {
  CRC32: /^[A-Za-z0-9+/]{6}==$/,
  CRC32C: /^[A-Za-z0-9+/]{6}==$/,
  CRC64NVME: /^[A-Za-z0-9+/]{11}=$/,
  SHA1: /^[A-Za-z0-9+/]{27}=$/,
  SHA256: /^[A-Za-z0-9+/]{43}=$/,
};
const algorithms = Object.keys(digestForms) as ChecksumAlgorithm[];

export const headerOfChecksum = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** @param payloadHash what the signature covers in place of the body */
export function planBody(headers: Headers, payloadHash: string): BodyPlan {
  const isHash = /^[0-9a-f]{64}$/.test(payloadHash);
  const framing = isHash ? "plain" : framings[payloadHash];
  if (framing === undefined) {
    const text = "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, one of the STREAMING- forms, or a SHA-256 in hex";
    throw invalidArgument(text, "x-amz-content-sha256", payloadHash);
  }
  const trailers = payloadHash.endsWith("-TRAILER") ? listOf(headers["x-amz-trailer"]) : [];
  return {
    framing,
    length: lengthOf(headers, framing),
    sha256: isHash ? payloadHash : undefined,
    md5: md5Of(headers["content-md5"]),
    checksum: checksumOf(headers, trailers),
    trailers,
  };
}

function lengthOf(headers: Headers, framing: BodyPlan["framing"]): number | undefined {
  const name = framing === "plain" ? "content-length" : "x-amz-decoded-content-length";
  const text = headers[name];
  if (text === undefined && framing === "plain") return headers["transfer-encoding"] === undefined ? 0 : undefined;
  if (typeof text !== "string") throw missingContentLength();
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalidArgument(`${name} must be a whole number`, name, text);
}

function md5Of(text: Headers[string]): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text === "string" && /^[A-Za-z0-9+/]{22}==$/.test(text))
    return Buffer.from(text, "base64").toString("hex");
  throw invalidDigest();
}

function checksumOf(headers: Headers, trailers: readonly string[]): BodyPlan["checksum"] {
  const found = algorithms.flatMap((algorithm) => {
    const name = headerOfChecksum(algorithm);
    const value = headers[name];
    if (value === undefined && !trailers.includes(name)) return [];
    if (value !== undefined && (typeof value !== "string" || !digestForms[algorithm].test(value))) {
      throw invalidRequest(`Value for ${name} header is invalid.`);
    }
    return [{ algorithm, value }];
  });
  if (found.length > 1)
    throw invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  const named = headers["x-amz-sdk-checksum-algorithm"];
  const [only] = found;
  if (typeof named === "string" && only && named.toUpperCase() !== only.algorithm) {
    throw invalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.");
  }
  return only;
}

function listOf(value: Headers[string]): string[] {
  const text = typeof value === "string" ? value : (value ?? []).join(",");
  return text
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}
