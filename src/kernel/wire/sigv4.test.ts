/** SigV4 against the signer of the AWS SDK, over random requests; our own signer; keys, sessions and clocks. */

import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoBasic } from "#kernel/time";
import { canonicalPath, canonicalQuery, encodeBytes } from "./canonical.ts";
import { Fault } from "./fault.ts";
import type { WireRequest } from "./http.ts";
import { type Credentials, signRequest } from "./sign.ts";
import { createSigV4Verifier, type KnownKey, type SigV4Options } from "./sigv4.ts";
import { claimedService } from "./sigv4Claim.ts";
import { createSigningKeys, deriveSigningKey } from "./signingKey.ts";

const now = Date.UTC(2026, 10, 23, 10, 37, 59);
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

/** What the SDK's signer wants: SHA-256, or HMAC of it when there is a secret. */
class NodeSha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset(): void {
    throw new Error("not used");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data, "utf8");
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

interface Plain {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Oracle {
  readonly service?: string;
  readonly credentials?: Credentials;
  readonly presign?: number;
  readonly checksumHeader?: boolean;
}

/** The request as the SDK signs it and as it then arrives. */
async function signedBySdk(plain: Plain, oracle: Oracle = {}): Promise<WireRequest> {
  const service = oracle.service ?? "amplifybackend";
  const signer = new SignatureV4({
    credentials: oracle.credentials ?? credentials,
    region: "us-east-1",
    service,
    sha256: NodeSha256,
    uriEscapePath: service !== "s3",
    applyChecksum: oracle.checksumHeader ?? true,
  });
  const request = { ...plain, query: { ...plain.query }, headers: { host: "localhost:4600", ...plain.headers } };
  const target = { protocol: "http:", hostname: "localhost", port: 4600, ...request };
  const signingDate = new Date(now);
  const signed =
    oracle.presign === undefined
      ? await signer.sign(target, { signingDate })
      : await signer.presign(target, { signingDate, expiresIn: oracle.presign });
  const pairs = Object.entries(signed.query ?? {}).flatMap(([name, value]) =>
    [value ?? ""].flat().map((one) => `${encode(name)}=${encode(one)}`),
  );
  return {
    method: signed.method,
    rawUrl: signed.path + (pairs.length > 0 ? `?${pairs.join("&")}` : ""),
    headers: Object.fromEntries(
      Object.entries(signed.headers).map(([name, value]) => [
        name.toLowerCase(),
        Buffer.from(value).toString("latin1"),
      ]),
    ),
    body: Buffer.from(plain.body),
    requestId: "r",
  };
}

function encode(text: string): string {
  return encodeBytes(Buffer.from(text).toString("latin1"));
}

function verifierFor(options: Partial<SigV4Options<string>> = {}, key: Partial<KnownKey<string>> = {}) {
  return createSigV4Verifier<string>({
    service: "amplifybackend",
    clock: { now: () => now },
    lookup: async (id) =>
      id === credentials.accessKeyId ? { secret: credentials.secretAccessKey, caller: "me", ...key } : undefined,
    ...options,
  });
}

/** The fault of a refused request; fails when it is not refused. */
async function refusal(verify: (request: WireRequest) => Promise<unknown>, request: WireRequest): Promise<Fault> {
  const outcome = await verify(request).catch((error: unknown) => error);
  if (outcome instanceof Fault) return outcome;
  throw new Error(`not refused: ${String(outcome)}`);
}

const segment = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }).map(encode),
  fc.constantFrom("", ".", "..", "a%2Fb", "d%20ev", "%25", "~", "%2e%2e", "a+b", "x:y@z"),
);
const plainRequest: fc.Arbitrary<Plain> = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  path: fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join("/")}`),
  query: fc.dictionary(
    fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 6 })
      .filter((name) => !name.startsWith("X-Amz") && name !== "__proto__"),
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.array(fc.string({ maxLength: 5 }), { minLength: 1, maxLength: 3 }),
    ),
    { maxKeys: 4 },
  ),
  headers: fc.dictionary(
    fc.stringMatching(/^x-amz-meta-[a-z0-9]{1,8}$/),
    fc.array(fc.constantFrom("a", " ", "b c", "ü", "=", ","), { maxLength: 6 }).map((parts) => `v${parts.join("")}v`),
    { maxKeys: 3 },
  ),
  body: fc.string({ unit: "grapheme", maxLength: 30 }),
});

const simple: Plain = {
  method: "POST",
  path: "/backend/d1/api/dev/details",
  query: {},
  headers: { "content-type": "application/json" },
  body: '{"resourceName":"r"}',
};

describe("requests signed by the AWS SDK", () => {
  it("pass, whatever path, query, headers and body", async () => {
    const verify = verifierFor();
    await fc.assert(
      fc.asyncProperty(plainRequest, fc.boolean(), async (plain, checksumHeader) => {
        const request = await signedBySdk(plain, { checksumHeader });
        expect((await verify(request)).caller).toBe("me");
      }),
      { numRuns: 400 },
    );
  });

  it("pass in the S3 way: path as sent, declared payloads", async () => {
    const verify = verifierFor({ service: "s3", path: "asSent", payload: "declared" });
    await fc.assert(
      fc.asyncProperty(plainRequest, async (plain) => {
        const request = await signedBySdk(plain, { service: "s3" });
        expect((await verify(request)).payloadHash).toMatch(/^[0-9a-f]{64}$/);
      }),
      { numRuns: 200 },
    );
    const unsigned = await signedBySdk(
      { ...simple, headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
      { service: "s3" },
    );
    expect((await verify(unsigned)).payloadHash).toBe("UNSIGNED-PAYLOAD");
  });

  it("pass presigned, until they expire", async () => {
    await fc.assert(
      fc.asyncProperty(plainRequest, fc.integer({ min: 1, max: 604_800 }), async (plain, presign) => {
        const request = await signedBySdk(plain, { presign });
        const at = (later: number) => verifierFor({ clock: { now: () => now + later } });
        expect((await at(presign * 1000)(request)).caller).toBe("me");
        expect((await refusal(at(presign * 1000 + 1), request)).message).toContain("Signature expired");
        expect((await refusal(at(-301_000), request)).message).toContain("not yet current");
      }),
      { numRuns: 100 },
    );
  });

  it("pass with a session token, which must be the right one and still good", async () => {
    const session = { token: "session+token/==", expiresAt: now + 1000 };
    for (const presign of [undefined, 60]) {
      const request = await signedBySdk(simple, {
        credentials: { ...credentials, sessionToken: session.token },
        ...(presign ? { presign } : {}),
      });
      expect((await verifierFor({}, { session })(request)).caller).toBe("me");
      expect(await refusal(verifierFor({}, { session: { ...session, token: "another" } }), request)).toMatchObject({
        code: "UnrecognizedClientException",
      });
      expect(await refusal(verifierFor({}, { session: { ...session, expiresAt: now } }), request)).toMatchObject({
        code: "ExpiredTokenException",
        status: 403,
      });
      // A token beside a key that has none, and none beside a key that needs one.
      expect(await refusal(verifierFor(), request)).toMatchObject({ code: "UnrecognizedClientException" });
    }
    expect(await refusal(verifierFor({}, { session }), await signedBySdk(simple))).toMatchObject({
      code: "UnrecognizedClientException",
    });
  });

  it("are refused when any byte of what was signed is another", async () => {
    const verify = verifierFor();
    await fc.assert(
      fc.asyncProperty(plainRequest, async (plain) => {
        const request = await signedBySdk(plain);
        const changes: WireRequest[] = [
          { ...request, method: request.method === "GET" ? "POST" : "GET" },
          { ...request, rawUrl: `/more/than/six/dots/could/ever/resolve${request.rawUrl}` },
          { ...request, rawUrl: `${request.rawUrl}${request.rawUrl.includes("?") ? "&" : "?"}added=1` },
          { ...request, body: Buffer.concat([request.body, Buffer.from("x")]) },
          { ...request, headers: { ...request.headers, host: "elsewhere" } },
          { ...request, headers: { ...request.headers, "x-amz-added": "1" } },
        ];
        const codes = await Promise.all(changes.map(async (change) => (await refusal(verify, change)).code));
        expect(new Set(codes)).toEqual(new Set(["InvalidSignatureException"]));
      }),
      { numRuns: 100 },
    );
  });
});

describe("our own signer", () => {
  it("signs what the verifier takes, and what the SDK would sign", async () => {
    await fc.assert(
      fc.asyncProperty(plainRequest, async (plain) => {
        const bySdk = await signedBySdk(plain, { checksumHeader: false });
        const { authorization: _, "x-amz-date": __, ...headers } = bySdk.headers as Record<string, string>;
        const ours = signRequest(
          { method: bySdk.method, rawUrl: bySdk.rawUrl, headers, body: plain.body },
          { credentials, region: "us-east-1", service: "amplifybackend", now },
        );
        expect((await verifierFor()({ ...bySdk, headers: ours })).caller).toBe("me");
        const isAscii = Object.values(headers).every((value) => Buffer.byteLength(value) === value.length);
        expect(!isAscii || ours["authorization"] === bySdk.headers["authorization"]).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("signs session tokens too", async () => {
    const session = { token: "t", expiresAt: now + 1 };
    const headers = signRequest(
      { method: "GET", rawUrl: "/", headers: { host: "h" }, body: "" },
      { credentials: { ...credentials, sessionToken: "t" }, region: "x", service: "amplifybackend", now },
    );
    const request = { method: "GET", rawUrl: "/", headers, body: Buffer.alloc(0), requestId: "r" };
    expect((await verifierFor({}, { session })(request)).scope).toEqual({
      date: "20261123",
      region: "x",
      service: "amplifybackend",
    });
  });
});

describe("canonical forms", () => {
  it.each([
    ["/", "/"],
    ["", "/"],
    ["/backend/d1/api/d%20ev%2Fx/details", "/backend/d1/api/d%2520ev%252Fx/details"],
    ["/backend//challenge", "/backend/challenge"],
    ["/backend/d1/api/../details", "/backend/d1/details"],
    ["/../../a/./b/", "/a/b/"],
    ["/a/..", "/"],
    ["/%E1%88%B4", "/%25E1%2588%25B4"],
  ])("path %s becomes %s", (raw, canonical) => {
    expect(canonicalPath(raw, "normalised")).toBe(canonical);
  });

  it.each([
    ["/b/a/../x//y%20z", "/b/a/../x//y%20z"],
    ["", "/"],
  ])("path %s stays as sent for S3", (raw, canonical) => {
    expect(canonicalPath(raw, "asSent")).toBe(canonical);
  });

  it.each([
    [undefined, ""],
    ["", ""],
    ["b=2&a=1", "a=1&b=2"],
    ["a=2&a=1&A=0", "A=0&a=1&a=2"],
    ["uploads", "uploads="],
    ["a=b+c&d=%7e%41", "a=b%20c&d=~A"],
    ["a=%zz&b=%", "a=%25zz&b=%25"],
    ["a=b=c&&d", "a=b%3Dc&d="],
    ["x=%C3%BC&x=\u00c3\u00bc", "x=%C3%BC&x=%C3%BC"],
  ])("query %s becomes %s", (raw, canonical) => {
    expect(canonicalQuery(raw)).toBe(canonical);
  });

  it("fold spaces and join repeated headers by commas", async () => {
    const request = await signedBySdk({ ...simple, headers: { "x-amz-meta-a": "one two,three" } });
    const spread = { ...request, headers: { ...request.headers, "x-amz-meta-a": ["  one \t two ", "three"] } };
    expect((await verifierFor()(spread)).caller).toBe("me");
  });

  it("derive the signing key of AWS's documentation", () => {
    const key = deriveSigningKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {
      date: "20150830",
      region: "us-east-1",
      service: "iam",
    });
    expect(key.export().toString("hex")).toBe("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
  });
});

describe("clocks", () => {
  it.each([
    [-300_000, true],
    [-301_000, false],
    [300_000, true],
    [301_000, false],
  ])("%d ms of skew pass: %s", async (skew, passes) => {
    const request = await signedBySdk(simple);
    const verify = verifierFor({ clock: { now: () => now + skew } });
    const outcome = await verify(request).then(
      () => "passes",
      (error: Fault) => error.message,
    );
    const late = "Signature expired: 20261123T103759Z is now earlier than";
    const early = "Signature not yet current: 20261123T103759Z is still later than";
    const refused = skew > 0 ? late : early;
    expect(outcome.startsWith(passes ? "passes" : refused)).toBe(true);
  });

  it("says both times and the allowance", async () => {
    const verify = verifierFor({ clock: { now: () => now + 600_000 } });
    expect((await refusal(verify, await signedBySdk(simple))).message).toBe(
      `Signature expired: ${isoBasic(now)} is now earlier than 20261123T104259Z (20261123T104759Z - 5 min.)`,
    );
  });
});

describe("the cache of signing keys", () => {
  const scope = { date: "20261123", region: "r", service: "s" };

  it("gives the key of the secret at hand, also after the secret changed", () => {
    const keys = createSigningKeys();
    const first = keys.get("id", "old", scope);
    keys.keep("id", "old", scope, first);
    expect(keys.get("id", "old", scope)).toBe(first);
    expect(keys.get("id", "new", scope).equals(deriveSigningKey("new", scope))).toBe(true);
  });

  it("stays within its bound and drops what is unused for longest", () => {
    const keys = createSigningKeys(2);
    const kept = ["a", "b", "c"].map((id) => {
      const key = keys.get(id, "s", scope);
      keys.keep(id, "s", scope, key);
      keys.get("a", "s", scope);
      return key;
    });
    expect(keys.get("a", "s", scope)).toBe(kept[0]);
    expect(keys.get("b", "s", scope)).not.toBe(kept[1]);
    expect(keys.get("c", "s", scope)).toBe(kept[2]);
  });
});

describe("claimedService", () => {
  it("reads the service from header or query without checking anything", async () => {
    expect(claimedService(await signedBySdk(simple, { service: "s3" }))).toBe("s3");
    expect(claimedService(await signedBySdk(simple, { service: "amplify", presign: 5 }))).toBe("amplify");
    for (const authorization of ["", "Bearer x", "AWS4-HMAC-SHA256 Credential=x"]) {
      expect(
        claimedService({
          method: "GET",
          rawUrl: "/",
          headers: { authorization },
          body: Buffer.alloc(0),
          requestId: "",
        }),
      ).toBeUndefined();
    }
  });

  it("never throws, whatever the query", () => {
    const claim = (rawUrl: string) =>
      claimedService({ method: "GET", rawUrl, headers: {}, body: Buffer.alloc(0), requestId: "" });
    expect(claim("/?X-Amz-Algorithm=x&X-Amz-Algorithm=y&X-Amz-Credential=%zz")).toBeUndefined();
    expect(claim("/?X-Amz-Signature=%ff&X-Amz-Credential=%ff")).toBeUndefined();
  });
});
