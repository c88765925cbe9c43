/** Reads what a request claims about its signature, from the Authorization header or from the query (presigned). */

import type { WireRequest } from "./http.ts";
import { parseIsoBasic } from "#kernel/time";
import { splitTarget } from "./query.ts";
import { SigV4Refusal } from "./sigv4Faults.ts";
import { algorithm, type Scope, terminator } from "./signingKey.ts";

export interface Claim {
  readonly accessKeyId: string;
  readonly scope: Scope;
  /** In lower case, sorted as sent. */
  readonly signedHeaders: readonly string[];
  /** 64 hex digits. */
  readonly signature: string;
  /** As sent: `20261123T103759Z`. */
  readonly date: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How long a presigned request holds, in seconds; undefined for header authentication. */
  readonly expires: number | undefined;
  readonly sessionToken: string | undefined;
}

/** As AWS bounds access key ids. */
const longestKeyId = 128;

/** A week, as AWS allows. */
const longestPresign = 604_800;

/** The claim of a request. Throws SigV4Refusal when there is none or it is not well formed. */
export function readClaim(request: WireRequest): Claim {
  const { query } = splitTarget(request.rawUrl);
  const authorization = single(request, "authorization");
  const presigned = query === undefined ? undefined : presignedValues(query);
  if (presigned && authorization !== undefined) {
    throw new SigV4Refusal(
      "incomplete",
      "Sign a request either by the Authorization header or by the query, not by both.",
    );
  }
  if (presigned) return readPresigned(presigned);
  if (authorization === undefined) throw new SigV4Refusal("missing", "Missing Authentication Token");
  return readAuthorization(request, authorization);
}

/**
 * The service a request says it is signed for, without any check: enough to choose who shall check it.
 * Undefined when the request is not signed in a readable way.
 */
export function claimedService(request: WireRequest): string | undefined {
  const { query } = splitTarget(request.rawUrl);
  const authorization = request.headers["authorization"];
  const inHeader = typeof authorization === "string" ? /Credential=([^,\s]+)/.exec(authorization)?.[1] : undefined;
  const inQuery = query === undefined ? undefined : /(?:^|&)X-Amz-Credential=([^&]+)/.exec(query)?.[1];
  const credential = inHeader ?? inQuery?.replace(/%2f/gi, "/");
  return credential?.split("/").at(-2);
}

function readAuthorization(request: WireRequest, header: string): Claim {
  const space = header.indexOf(" ");
  const name = space < 0 ? header : header.slice(0, space);
  if (name !== algorithm) {
    throw new SigV4Refusal("incomplete", `Unsupported AWS 'algorithm': '${shown(name)}'. Use ${algorithm}.`);
  }
  const values = authorizationValues(header.slice(space + 1));
  const date = single(request, "x-amz-date") ?? httpDate(single(request, "date"));
  const missing = ["Credential", "Signature", "SignedHeaders"]
    .filter((key) => !values.get(key))
    .map((key) => `Authorization header requires '${key}' parameter.`);
  if (date === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (date === undefined || missing.length > 0) throw new SigV4Refusal("incomplete", missing.join(" "));
  return {
    ...readCredential(values.get("Credential") ?? ""),
    signedHeaders: readSignedHeaders(values.get("SignedHeaders") ?? ""),
    signature: readSignature(values.get("Signature") ?? ""),
    date,
    at: readDate(date),
    expires: undefined,
    sessionToken: single(request, "x-amz-security-token"),
  };
}

function authorizationValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of text.split(",")) {
    const pair = part.trim();
    const mark = pair.indexOf("=");
    if (mark < 0) {
      throw new SigV4Refusal(
        "incomplete",
        `'${shown(pair)}' not a valid key=value pair (missing equal-sign) in Authorization header.`,
      );
    }
    const name = pair.slice(0, mark);
    if (values.has(name)) throw new SigV4Refusal("incomplete", `Authorization header has '${shown(name)}' twice.`);
    values.set(name, pair.slice(mark + 1));
  }
  return values;
}

const presignNames = new Set([
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-SignedHeaders",
  "X-Amz-Signature",
  "X-Amz-Security-Token",
]);

/** The signature's own parameters, or undefined when the query holds no signature at all. */
function presignedValues(query: string): Map<string, string> | undefined {
  if (!query.includes("X-Amz-Algorithm=") && !query.includes("X-Amz-Signature=")) return undefined;
  const values = new Map<string, string>();
  for (const pair of query.split("&")) {
    const mark = pair.indexOf("=");
    const name = mark < 0 ? pair : pair.slice(0, mark);
    if (!presignNames.has(name)) continue;
    if (values.has(name)) throw new SigV4Refusal("incomplete", `The query has '${name}' twice.`);
    values.set(name, mark < 0 ? "" : decode(pair.slice(mark + 1)));
  }
  return values;
}

function readPresigned(values: ReadonlyMap<string, string>): Claim {
  const required = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
    "X-Amz-Date",
    "X-Amz-Expires",
  ];
  const missing = required.filter((name) => !values.get(name));
  if (missing.length > 0) {
    throw new SigV4Refusal(
      "incomplete",
      missing.map((name) => `AWS query-string parameters must include '${name}'.`).join(" "),
    );
  }
  const name = values.get("X-Amz-Algorithm") ?? "";
  if (name !== algorithm) throw new SigV4Refusal("incomplete", `Unsupported AWS 'algorithm': '${shown(name)}'.`);
  const date = values.get("X-Amz-Date") ?? "";
  return {
    ...readCredential(values.get("X-Amz-Credential") ?? ""),
    signedHeaders: readSignedHeaders(values.get("X-Amz-SignedHeaders") ?? ""),
    signature: readSignature(values.get("X-Amz-Signature") ?? ""),
    date,
    at: readDate(date),
    expires: readExpires(values.get("X-Amz-Expires") ?? ""),
    sessionToken: values.get("X-Amz-Security-Token"),
  };
}

/** Split from the right: an access key id may hold slashes. */
function readCredential(credential: string): Pick<Claim, "accessKeyId" | "scope"> {
  const parts = credential.split("/");
  const [date, region, service, end] = parts.slice(-4);
  const accessKeyId = parts.slice(0, -4).join("/");
  if (!accessKeyId || accessKeyId.length > longestKeyId || !date || !region || !service || !end) {
    const form = "keyid/date/region/service/term";
    const text = `Credential must have exactly 5 slash-delimited elements, e.g. ${form}, got '${shown(credential)}'`;
    throw new SigV4Refusal("incomplete", text);
  }
  if (end !== terminator) {
    const text = `Credential should be scoped with a valid terminator: '${terminator}', not '${shown(end)}'.`;
    throw new SigV4Refusal("wrongScope", text);
  }
  return { accessKeyId, scope: { date, region, service } };
}

function readSignedHeaders(text: string): readonly string[] {
  const names = text.split(";");
  const sorted = names.every((name, index) => index === 0 || (names[index - 1] ?? "") < name);
  if (sorted && names.every((name) => /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name))) return names;
  throw new SigV4Refusal(
    "incomplete",
    `SignedHeaders must be lower-case header names, sorted, once each, separated by ';', got '${shown(text)}'.`,
  );
}

function readSignature(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new SigV4Refusal("incomplete", "The signature must be 64 lower-case hexadecimal digits.");
}

function readDate(text: string): number {
  const at = parseIsoBasic(text);
  if (at !== undefined) return at;
  throw new SigV4Refusal("incomplete", `Date must be in ISO-8601 'basic format'. Got '${shown(text)}'.`);
}

function readExpires(text: string): number {
  const seconds = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= longestPresign) return seconds;
  throw new SigV4Refusal("incomplete", `X-Amz-Expires must be between 1 and ${longestPresign} seconds.`);
}

/** The value of a header that may stand only once. */
function single(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name];
  if (value === undefined || typeof value === "string") return value;
  throw new SigV4Refusal("incomplete", `The header '${name}' must not be repeated.`);
}

/** A Date header counts only in the basic form; the HTTP form says nothing SigV4 could sign over. */
function httpDate(value: string | undefined): string | undefined {
  return value !== undefined && parseIsoBasic(value) !== undefined ? value : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new SigV4Refusal("incomplete", "The query string is not valid percent-encoded UTF-8.");
  }
}

function shown(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
