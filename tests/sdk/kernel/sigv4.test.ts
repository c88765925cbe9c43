/** Mutations of one valid signed request over a real port: each is refused with its own code, and none reaches an operation. */

import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { type RawRequest, send, signed } from "./raw.ts";
import { credentials, startServer, type TestServer } from "./support.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer(amplifyBackend);
});
afterAll(() => server.close());
beforeEach(() => {
  server.calls.length = 0;
});

/** Signs like an SDK that also sends the hash of the body. */
function valid(body = '{"backendEnvironmentName":"dev"}'): RawRequest {
  const hash = createHash("sha256").update(body).digest("hex");
  return signed(server, { body, headers: { "x-amz-content-sha256": hash } });
}

type Mutation = (request: RawRequest) => RawRequest;

function header(name: string, change: (value: string) => string): Mutation {
  return (request) => ({
    ...request,
    headers: request.headers.map(([key, value]) => [key, key === name ? change(value) : value] as const),
  });
}

const authorization = (from: string | RegExp, to: string) =>
  header("authorization", (value) => value.replace(from, to));
const without =
  (name: string): Mutation =>
  (request) => ({
    ...request,
    headers: request.headers.filter(([key]) => key !== name),
  });
const adding =
  (name: string, value: string): Mutation =>
  (request) => ({
    ...request,
    headers: [...request.headers, [name, value] as const],
  });

/** Signed anew with other options, all else right. */
const resigned =
  (options: Parameters<typeof signed>[1]): Mutation =>
  () =>
    signed(server, { body: "{}", ...options });

const mismatch = "InvalidSignatureException";
const incomplete = "IncompleteSignatureException";
const unknown = "UnrecognizedClientException";
const minutes = 60_000;

const mutations: readonly (readonly [string, Mutation, string, string])[] = [
  [
    "no Authorization header",
    without("authorization"),
    "MissingAuthenticationTokenException",
    "Missing Authentication Token",
  ],
  [
    "a bearer token instead",
    header("authorization", () => "Bearer eyJhbGciOiJub25lIn0.e30."),
    incomplete,
    "Unsupported AWS 'algorithm': 'Bearer'",
  ],
  ["an empty Authorization header", header("authorization", () => ""), incomplete, "Unsupported"],
  [
    "another algorithm",
    authorization("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"),
    incomplete,
    "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'",
  ],
  ["the asymmetric algorithm", authorization("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), incomplete, "Unsupported"],
  ["a part without equal-sign", authorization("Credential=", ""), incomplete, "missing equal-sign"],
  ["no Credential", authorization(/Credential=[^,]+, /, ""), incomplete, "requires 'Credential'"],
  ["no SignedHeaders", authorization(/SignedHeaders=[^,]+, /, ""), incomplete, "requires 'SignedHeaders'"],
  ["no Signature", authorization(/, Signature=.*/, ""), incomplete, "requires 'Signature'"],
  ["two Signatures", authorization(/$/, `, Signature=${"0".repeat(64)}`), incomplete, "'Signature' twice"],
  ["a short Signature", authorization(/.$/, ""), incomplete, "64 lower-case hexadecimal"],
  [
    "an upper-case Signature",
    header("authorization", (value) => value.replace(/[0-9a-f]+$/, (hex) => hex.toUpperCase().replace(/^./, "A"))),
    incomplete,
    "64 lower-case hexadecimal",
  ],
  ["a Signature that is not hexadecimal", authorization(/.$/, "g"), incomplete, "64 lower-case hexadecimal"],
  [
    "a flipped digit in the Signature",
    header("authorization", (value) => value.slice(0, -1) + (value.endsWith("0") ? "1" : "0")),
    mismatch,
    "does not match",
  ],
  ["a Signature of zeros", authorization(/Signature=.*/, `Signature=${"0".repeat(64)}`), mismatch, "does not match"],
  ["a Credential of four parts", authorization("/aws4_request", ""), incomplete, "exactly 5 slash-delimited elements"],
  ["another terminator", authorization("aws4_request", "aws5_request"), mismatch, "valid terminator: 'aws4_request'"],
  [
    "an unknown access key",
    authorization("AKIDEXAMPLEKEY000001", "AKIDUNKNOWN"),
    unknown,
    "security token included in the request is invalid",
  ],
  [
    "another service, signed right",
    resigned({ service: "amplify" }),
    mismatch,
    "scoped to correct service: 'amplifybackend'",
  ],
  ["another region, signed right", resigned({ region: "eu-west-1" }), mismatch, "valid region, not 'eu-west-1'"],
  [
    "another date in the scope",
    authorization(/\/\d{8}\//, "/20200101/"),
    mismatch,
    "Date in Credential scope does not match",
  ],
  [
    "another secret",
    resigned({ credentials: { ...credentials, secretAccessKey: "guess" } }),
    mismatch,
    "does not match",
  ],
  ["signed six minutes ago", resigned({ now: Date.now() - 6 * minutes }), mismatch, "Signature expired"],
  ["signed six minutes ahead", resigned({ now: Date.now() + 6 * minutes }), mismatch, "Signature not yet current"],
  ["no date at all", without("x-amz-date"), incomplete, "'X-Amz-Date' or a 'Date' header"],
  [
    "a date in another form",
    header("x-amz-date", () => "Mon, 23 Nov 2026 10:37:59 GMT"),
    incomplete,
    "ISO-8601 'basic format'",
  ],
  ["a date that does not exist", header("x-amz-date", () => "20261332T256199Z"), incomplete, "ISO-8601 'basic format'"],
  [
    "another date of the same day",
    header("x-amz-date", (value) => value.replace(/..Z$/, (seconds) => (seconds === "00Z" ? "01Z" : "00Z"))),
    mismatch,
    "does not match",
  ],
  ["two dates", adding("x-amz-date", "20261123T103759Z"), incomplete, "'x-amz-date' must not be repeated"],
  [
    "two Authorization headers",
    adding("authorization", "AWS4-HMAC-SHA256 x"),
    incomplete,
    "'authorization' must not be repeated",
  ],
  ["another method", (request) => ({ ...request, method: "PUT" }), "UnknownOperationException", "No operation"],
  ["another path", (request) => ({ ...request, rawUrl: "/backend/d2/details" }), mismatch, "does not match"],
  [
    "a path encoded once more",
    (request) => ({ ...request, rawUrl: "/backend/d%31/details" }),
    mismatch,
    "does not match",
  ],
  ["a query", (request) => ({ ...request, rawUrl: `${request.rawUrl}?a=1` }), mismatch, "does not match"],
  [
    "another body with the old hash",
    (request) => ({ ...request, body: '{"backendEnvironmentName":"prod"}' }),
    mismatch,
    "is not the SHA-256 of the body",
  ],
  ["another body with its own hash", (request) => changedBody(request), mismatch, "does not match"],
  [
    "a body without its hash header",
    without("x-amz-content-sha256"),
    mismatch,
    "signed header 'x-amz-content-sha256' is not in the request",
  ],
  ["two hashes", adding("x-amz-content-sha256", "0".repeat(64)), incomplete, "must not be repeated"],
  [
    "an unsigned payload",
    resigned({ headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } }),
    mismatch,
    "body must be signed",
  ],
  [
    "a streamed payload",
    resigned({ headers: { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" } }),
    mismatch,
    "body must be signed",
  ],
  ["an unsigned x-amz header", adding("x-amz-target", "Evil"), mismatch, "'x-amz-target' must be a 'SignedHeader'"],
  [
    "a session token for a key without",
    resigned({ credentials: { ...credentials, sessionToken: "x" } }),
    unknown,
    "is invalid",
  ],
  ["another host", header("host", () => "evil.example"), mismatch, "does not match"],
  [
    "host not signed",
    authorization("content-type;host;", "content-type;"),
    mismatch,
    "'Host' must be a 'SignedHeader'",
  ],
  ["a signed header left out", without("content-type"), mismatch, "signed header 'content-type' is not in the request"],
  ["another content type", header("content-type", () => "text/plain"), mismatch, "does not match"],
  [
    "SignedHeaders out of order",
    authorization("content-type;host", "host;content-type"),
    incomplete,
    "SignedHeaders must be",
  ],
  ["SignedHeaders in upper case", authorization(";host;", ";Host;"), incomplete, "SignedHeaders must be"],
  [
    "presigned and signed by header at once",
    (request) => ({ ...request, rawUrl: `${request.rawUrl}?X-Amz-Algorithm=AWS4-HMAC-SHA256` }),
    incomplete,
    "not by both",
  ],
];

function changedBody(request: RawRequest): RawRequest {
  const body = '{"backendEnvironmentName":"prod"}';
  const hash = createHash("sha256").update(body).digest("hex");
  return header("x-amz-content-sha256", () => hash)({ ...request, body });
}

describe("a signed request", () => {
  it("passes as it is, with and without the hash header", async () => {
    expect(await send(server, valid())).toMatchObject({ status: 200 });
    expect(await send(server, signed(server))).toMatchObject({ status: 200 });
    expect(server.calls).toHaveLength(2);
  });

  it.each(mutations)("is refused with %s", async (_name, mutate, code, text) => {
    const answer = await send(server, mutate(valid()));
    expect(answer).toMatchObject({ status: code === "UnknownOperationException" ? 404 : 403, code });
    expect(answer.message).toContain(text);
    expect(answer.headers["x-amzn-requestid"]).toBeDefined();
    expect(server.calls).toEqual([]);
  });

  it("was mutated in more than 30 ways", () => {
    expect(mutations.length).toBeGreaterThan(30);
  });
});

describe("a presigned request", () => {
  const query = (changes: Readonly<Record<string, string | undefined>>) => {
    const now = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
    const values: Record<string, string | undefined> = {
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": `${credentials.accessKeyId}/${now.slice(0, 8)}/us-east-1/amplifybackend/aws4_request`,
      "X-Amz-Date": now,
      "X-Amz-Expires": "60",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "0".repeat(64),
      ...changes,
    };
    return Object.entries(values)
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
      .join("&");
  };

  it.each([
    ["a wrong signature", query({}), mismatch, "does not match"],
    ["no expiry", query({ "X-Amz-Expires": undefined }), incomplete, "must include 'X-Amz-Expires'"],
    ["an expiry of zero", query({ "X-Amz-Expires": "0" }), incomplete, "between 1 and 604800"],
    ["an expiry beyond a week", query({ "X-Amz-Expires": "604801" }), incomplete, "between 1 and 604800"],
    ["an expiry that is no number", query({ "X-Amz-Expires": "1e3" }), incomplete, "between 1 and 604800"],
    ["no credential", query({ "X-Amz-Credential": undefined }), incomplete, "must include 'X-Amz-Credential'"],
    ["two signatures", `${query({})}&X-Amz-Signature=${"1".repeat(64)}`, incomplete, "'X-Amz-Signature' twice"],
    ["no algorithm", query({ "X-Amz-Algorithm": undefined }), incomplete, "must include 'X-Amz-Algorithm'"],
    ["host not signed", query({ "X-Amz-SignedHeaders": "accept" }), mismatch, "'Host' must be"],
    [
      "broken percent-encoding",
      query({}).replace("X-Amz-Expires=60", "X-Amz-Expires=%zz"),
      incomplete,
      "percent-encoded",
    ],
  ])("is refused with %s", async (_name, search, code, text) => {
    const answer = await send(server, {
      method: "GET",
      rawUrl: `/backend/d1/job/dev/1?${search}`,
      headers: [["host", `127.0.0.1:${server.port}`]],
      body: "",
    });
    expect(answer).toMatchObject({ status: 403, code });
    expect(answer.message).toContain(text);
    expect(server.calls).toEqual([]);
  });
});
