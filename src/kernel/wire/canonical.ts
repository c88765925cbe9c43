/** The canonical request of SigV4, built from the received bytes; signer and verifier share it. */

import { hash } from "node:crypto";
import type { WireRequest } from "./http.ts";

/** `normalised`: dot and empty segments resolved, then encoded once more. `asSent`: untouched, as S3 signs. */
export type PathRule = "normalised" | "asSent";

/** Node reads request targets and headers byte by byte as Latin-1; this turns such a text back into bytes. */
type ByteText = string;

const unreservedOnly = /^[A-Za-z0-9\-._~]*$/;
const unreserved = new Set(Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"));

export const emptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Lower-case hex SHA-256. */
export function sha256Hex(data: string | Uint8Array): string {
  return data.length === 0 ? emptyBodyHash : hash("sha256", data, "hex");
}

/** The path line. `rawPath` is the request target up to the `?`. */
export function canonicalPath(rawPath: ByteText, rule: PathRule): string {
  if (rule === "asSent") return rawPath === "" ? "/" : rawPath;
  const kept: string[] = [];
  for (const segment of rawPath.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(encodeBytes(segment));
  }
  if (kept.length === 0) return "/";
  return `/${kept.join("/")}${rawPath.endsWith("/") ? "/" : ""}`;
}

/** The query line: decoded and encoded anew, sorted by name, then value. `without` is left out (the signature itself). */
export function canonicalQuery(rawQuery: ByteText | undefined, without?: string): string {
  if (rawQuery === undefined || rawQuery === "") return "";
  const pairs: [string, string][] = [];
  for (const pair of rawQuery.split("&")) {
    if (pair === "") continue;
    const mark = pair.indexOf("=");
    const name = recode(mark < 0 ? pair : pair.slice(0, mark));
    if (name !== without) pairs.push([name, mark < 0 ? "" : recode(pair.slice(mark + 1))]);
  }
  pairs.sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB));
  return pairs.map(([name, value]) => `${name}=${value}`).join("&");
}

/** The header lines, each ended by a line feed: values trimmed, runs of spaces folded, repeated headers joined by commas. */
export function canonicalHeaders(headers: WireRequest["headers"], signed: readonly string[]): string {
  let lines = "";
  for (const name of signed) {
    const value = headers[name];
    const text = typeof value === "string" ? fold(value) : (value ?? []).map(fold).join(",");
    lines += `${name}:${text}\n`;
  }
  return lines;
}

export interface CanonicalParts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: string;
  readonly signedHeaders: string;
  readonly payloadHash: string;
}

export function canonicalRequest(parts: CanonicalParts): string {
  return [parts.method, parts.path, parts.query, parts.headers, parts.signedHeaders, parts.payloadHash].join("\n");
}

/** Percent-encodes every byte but the unreserved characters. */
export function encodeBytes(text: ByteText): string {
  if (unreservedOnly.test(text)) return text;
  let encoded = "";
  for (const byte of Buffer.from(text, "latin1")) {
    encoded += unreserved.has(byte) ? String.fromCharCode(byte) : percent(byte);
  }
  return encoded;
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** One spelling for each name or value: `+` and `%20` become `%20`, needless escapes go, a stray `%` is itself escaped. */
function recode(text: ByteText): string {
  if (unreservedOnly.test(text)) return text;
  const decoded = text
    .replaceAll("+", " ")
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return encodeBytes(decoded);
}

function fold(value: string): string {
  const trimmed = value.trim();
  return trimmed.includes("  ") || trimmed.includes("\t") ? trimmed.replace(/[ \t]+/g, " ") : trimmed;
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
