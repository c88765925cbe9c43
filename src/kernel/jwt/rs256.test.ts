/** RS256 tokens: what an independent library makes of them, and every forgery we know. */

import { createHmac, createPrivateKey, generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { JwtRsaVerifier } from "aws-jwt-verify";
import { beforeAll, describe, expect, it } from "vitest";
import { toPublicJwk, toPublicKey } from "./jwk.ts";
import { makeKeyPair, type NewKeyPair } from "./keyPair.ts";
import { openSigningSecret, readToken, type SigningSecret, signatureHolds, signRs256 } from "./rs256.ts";

let pair: NewKeyPair;
let secret: SigningSecret;
beforeAll(async () => {
  pair = await makeKeyPair();
  secret = openSigningSecret(pair.kid, pair.privateKey);
});

/** The claims, when a server that knows only our key would believe the token. */
function believed(token: string): unknown {
  const read = readToken(token);
  if (read?.kid !== pair.kid) return undefined;
  return signatureHolds(read, toPublicKey(pair)) ? read.claims : undefined;
}

function forge(header: unknown, claims: unknown, sign: (signed: string) => string = () => ""): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${sign(signed)}`;
}

describe("tokens", () => {
  it("carry any claims there and back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (claims) => {
        const text = JSON.stringify(claims);
        expect(JSON.stringify(believed(await signRs256(secret, JSON.parse(text))))).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  it("are accepted by aws-jwt-verify with our JWKS entry", async () => {
    const issuer = "https://issuer.test/pool";
    const now = Math.floor(Date.now() / 1000);
    const verifier = JwtRsaVerifier.create({ issuer, audience: null });
    verifier.cacheJwks({ keys: [{ ...toPublicJwk(pair) }] });
    const token = await signRs256(secret, { iss: issuer, sub: "s", exp: now + 60, iat: now });
    expect(await verifier.verify(token)).toMatchObject({ sub: "s" });
  });

  it("have a kid of 44 base64 characters", () => {
    expect(pair.kid).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });
});

describe("forgeries", () => {
  const claims = { sub: "victim" };

  it("without a signature are refused, however alg is spelled", () => {
    for (const alg of ["none", "None", "NONE", "nOnE", "", null, undefined, ["RS256"], { RS256: 1 }]) {
      const token = forge({ alg, kid: pair.kid }, claims);
      expect(readToken(token)).toBeUndefined();
      expect(readToken(`${token}AAAA`)).toBeUndefined();
    }
  });

  it("signed by HMAC with the public key are refused", () => {
    const publicPem = toPublicKey(pair).export({ type: "spki", format: "pem" });
    const hmac = (signed: string): string => createHmac("sha256", publicPem).update(signed).digest("base64url");
    expect(believed(forge({ alg: "HS256", kid: pair.kid }, claims, hmac))).toBeUndefined();
    expect(believed(forge({ alg: "RS256", kid: pair.kid }, claims, hmac))).toBeUndefined();
  });

  it("that bring their own key are refused", async () => {
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = createPrivateKey(other.privateKey.export({ type: "pkcs8", format: "pem" }));
    const stolenName = await signRs256({ kid: pair.kid, key }, claims);
    expect(believed(stolenName)).toBeUndefined();
    const [, payload = "", signature = ""] = stolenName.split(".");
    for (const extra of [
      { jku: "https://evil.test/jwks.json" },
      { x5u: "https://evil.test/x.pem" },
      { jwk: other.publicKey.export({ format: "jwk" }) },
    ]) {
      const header = Buffer.from(JSON.stringify({ alg: "RS256", kid: pair.kid, ...extra })).toString("base64url");
      expect(believed(`${header}.${payload}.${signature}`)).toBeUndefined();
    }
  });

  it("with a kid that is a path, an address, a number or missing name no key", () => {
    for (const kid of [
      "../../etc/passwd",
      "https://evil.test/k",
      "",
      5,
      null,
      undefined,
      { kid: pair.kid },
      "__proto__",
    ]) {
      expect(believed(forge({ alg: "RS256", kid }, claims, () => "AAAA"))).toBeUndefined();
    }
  });

  it("with critical extensions are refused", async () => {
    const token = await signRs256(secret, claims);
    const [, payload = "", signature = ""] = token.split(".");
    const header = Buffer.from(JSON.stringify({ alg: "RS256", kid: pair.kid, crit: ["b64"] })).toString("base64url");
    expect(readToken(`${header}.${payload}.${signature}`)).toBeUndefined();
  });

  it("made by changing one character are refused", async () => {
    const token = await signRs256(secret, { sub: "someone", exp: 5 });
    // The last character of the signature carries four spare bits, so it alone may vary.
    for (let index = 0; index < token.length - 1; index += 1) {
      const changed = `${token.slice(0, index)}${token[index] === "A" ? "B" : "A"}${token.slice(index + 1)}`;
      expect(believed(changed)).toBeUndefined();
    }
  });

  it("that are no tokens at all are refused", () => {
    for (const junk of [
      "",
      ".",
      "..",
      "a.b",
      "a.b.c.d",
      "é.ü.ö",
      " ",
      "x".repeat(60_000),
      "e30.e30.AA",
      "W10.W10.AA",
    ]) {
      expect(readToken(junk)).toBeUndefined();
    }
  });
});
