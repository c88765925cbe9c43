/** Tokens as independent verifiers see them, and everything our own verifier must refuse, on cache hits too. */

import { CognitoJwtVerifier, JwtVerifier } from "aws-jwt-verify";
import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthHouse, baseUrl, makeClient, makePool, makeUser, openAuthHouse } from "../support/authHouse.ts";
import { type Claims, readToken, signRs256 } from "#kernel/jwt/rs256";
import type { Client } from "#auth/client";
import type { Pool } from "#auth/pool";
import type { User } from "#auth/user";

let house: AuthHouse;
let pool: Pool;
let client: Client;
let user: User;
beforeAll(async () => {
  house = await openAuthHouse();
  pool = await makePool(house);
  client = await makeClient(house, pool);
  const attributes = {
    email: "anna@b.test",
    email_verified: "true",
    "custom:number": "5",
    address: "Main Street 1",
    "dev:custom:secret": "hidden",
  };
  user = await makeUser(house, pool, "anna", "right horse", { attributes });
  const groups = [
    ["readers", 5, "arn:aws:iam::1:role/readers"],
    ["editors", 1, "arn:aws:iam::1:role/editors"],
    ["everyone", undefined, undefined],
  ] as const;
  for (const [name, precedence, roleArn] of groups) {
    const group = { poolId: pool.id, name, precedence, roleArn, createdAt: 0, updatedAt: 0 };
    await house.parts.stores.groups.create(group);
    await house.parts.stores.groups.add(pool.id, name, user.sub, 0);
  }
});
afterAll(() => house.remove());

const start = (change: Partial<Parameters<AuthHouse["tokens"]["start"]>[0]> = {}) =>
  house.tokens.start({ pool, client, user, source: "Authentication", ...change });
const anyone = { pools: "any", clients: "any", use: "either" } as const;
const verify = (token: string) => house.verifier.verify(token, anyone);

describe("tokens", () => {
  it("say what Cognito's say", async () => {
    const { accessToken, idToken, expiresIn, signIn } = await start();
    expect(expiresIn).toBe(3600);
    const access = readToken(accessToken)?.claims ?? {};
    const seconds = Math.floor(signIn.authTime / 1000);
    expect(access).toEqual({
      sub: user.sub,
      "cognito:groups": ["editors", "readers", "everyone"],
      iss: `${baseUrl}/${pool.id}`,
      client_id: client.id,
      origin_jti: signIn.originJti,
      event_id: expect.any(String),
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      auth_time: seconds,
      exp: Number(access["iat"]) + 3600,
      iat: expect.any(Number),
      jti: expect.any(String),
      username: "anna",
    });
    const id = readToken(idToken)?.claims ?? {};
    expect(id).toEqual({
      sub: user.sub,
      email: "anna@b.test",
      email_verified: true,
      "custom:number": "5",
      address: { formatted: "Main Street 1" },
      "cognito:groups": ["editors", "readers", "everyone"],
      "cognito:roles": ["arn:aws:iam::1:role/editors", "arn:aws:iam::1:role/readers"],
      "cognito:preferred_role": "arn:aws:iam::1:role/editors",
      "cognito:username": "anna",
      iss: `${baseUrl}/${pool.id}`,
      aud: client.id,
      origin_jti: signIn.originJti,
      event_id: access["event_id"],
      token_use: "id",
      auth_time: seconds,
      exp: Number(id["iat"]) + 3600,
      iat: expect.any(Number),
      jti: expect.any(String),
    });
    expect(id["jti"]).not.toBe(access["jti"]);
    expect(readToken(idToken)?.kid).not.toBe(readToken(accessToken)?.kid);
  });

  it("show a client only the attributes it may read, and live as long as the client says", async () => {
    const settings = { readAttributes: ["email"], accessTokenLifetime: 300_000, idTokenLifetime: 86_400_000 };
    const narrow = await makeClient(house, pool, settings);
    const { accessToken, idToken, expiresIn } = await start({ client: narrow });
    const id = readToken(idToken)?.claims ?? {};
    expect(id).toHaveProperty("email");
    expect(id).not.toHaveProperty("email_verified");
    expect(Number(id["exp"]) - Number(id["iat"])).toBe(86_400);
    const access = readToken(accessToken)?.claims ?? {};
    expect([expiresIn, Number(access["exp"]) - Number(access["iat"])]).toEqual([300, 300]);
  });

  it("have no origin_jti where the client cannot revoke, and are still revoked by a global sign-out", async () => {
    const unrevocable = await makeClient(house, pool, { tokenRevocation: false });
    const { accessToken, signIn } = await start({ client: unrevocable });
    expect(readToken(accessToken)?.claims).not.toHaveProperty("origin_jti");
    expect(await verify(accessToken)).toMatchObject({ ok: true });
    await house.parts.stores.tokens.revoke(signIn.originJti, Date.now());
    expect(await verify(accessToken)).toMatchObject({ ok: false, refusal: "revoked" });
  });

  it("are accepted by aws-jwt-verify, with our issuer and with Amazon's", async () => {
    const { accessToken, idToken } = await start();
    const jwks = { keys: (await house.signingKeys.jwks(pool.id)).map((key) => ({ ...key })) };
    const ours = JwtVerifier.create({ issuer: `${baseUrl}/${pool.id}`, audience: null });
    ours.cacheJwks(jwks);
    expect(await ours.verify(accessToken)).toMatchObject({ sub: user.sub });
    const aws = await makePool(house, { issuerForm: "amazonaws" });
    const web = await makeClient(house, aws);
    const anna = await makeUser(house, aws, "anna", "right horse");
    const made = await start({ pool: aws, client: web, user: anna });
    for (const [tokenUse, token] of [
      ["access", made.accessToken],
      ["id", made.idToken],
    ] as const) {
      const stock = CognitoJwtVerifier.create({ userPoolId: aws.id, clientId: web.id, tokenUse });
      stock.cacheJwks({ keys: (await house.signingKeys.jwks(aws.id)).map((key) => ({ ...key })) });
      expect(await stock.verify(token)).toMatchObject({ sub: anna.sub });
      expect(await verify(token)).toMatchObject({ ok: true });
    }
    expect(await ours.verify(idToken)).toMatchObject({ aud: client.id });
  });

  it("for a nonce carry it with a hash of the access token", async () => {
    const { idToken } = await start({ nonce: "n-1" });
    expect(readToken(idToken)?.claims).toMatchObject({ nonce: "n-1", at_hash: expect.stringMatching(/^[\w-]{22}$/) });
  });
});

describe("the verifier", () => {
  it("tells who it is", async () => {
    const { accessToken } = await start();
    expect(await verify(accessToken)).toMatchObject({
      ok: true,
      caller: {
        poolId: pool.id,
        clientId: client.id,
        sub: user.sub,
        username: "anna",
        groups: ["editors", "readers", "everyone"],
        tokenUse: "access",
        scopes: ["aws.cognito.signin.user.admin"],
      },
    });
  });

  it("holds pool, client and use against what the asker accepts", async () => {
    const { accessToken, idToken } = await start();
    const cases = [
      [accessToken, { ...anyone, pools: ["us-east-1_Other"] }, "wrongPool"],
      [accessToken, { ...anyone, pools: [] }, "wrongPool"],
      [accessToken, { ...anyone, clients: ["other"] }, "wrongClient"],
      [idToken, { ...anyone, use: "access" }, "wrongUse"],
      [accessToken, { ...anyone, use: "id" }, "wrongUse"],
    ] as const;
    for (const [token, expected, refusal] of cases) {
      for (const _again of [1, 2])
        expect(await house.verifier.verify(token, expected)).toMatchObject({ ok: false, refusal });
    }
    expect(await verify(accessToken)).toMatchObject({ ok: true });
  });

  it("refuses expired tokens, remembered or not", async () => {
    const short = await makeClient(house, pool, { accessTokenLifetime: 300_000 });
    const [remembered, fresh] = [await start({ client: short }), await start({ client: short })];
    expect(await verify(remembered.accessToken)).toMatchObject({ ok: true });
    house.pass(301_000);
    expect(await verify(remembered.accessToken)).toMatchObject({ ok: false, refusal: "expired" });
    expect(await verify(fresh.accessToken)).toMatchObject({ ok: false, refusal: "expired" });
  });

  it("refuses revoked tokens, remembered or not, and those of users who are gone", async () => {
    const first = await start();
    expect(await verify(first.accessToken)).toMatchObject({ ok: true });
    await house.parts.stores.tokens.revoke(first.signIn.originJti, Date.now());
    for (const token of [first.accessToken, first.idToken]) {
      expect(await verify(token)).toMatchObject({ ok: false, refusal: "revoked" });
    }
    const bert = await makeUser(house, pool, "bert", "right horse");
    const his = await start({ user: bert });
    expect(await verify(his.accessToken)).toMatchObject({ ok: true });
    await house.parts.stores.users.remove(pool.id, bert.sub);
    expect(await verify(his.accessToken)).toMatchObject({ ok: false, refusal: "revoked" });
  });

  it("refuses tokens signed by our own keys for another pool, another use, another time or nobody", async () => {
    const { accessToken, signIn } = await start();
    const claims = readToken(accessToken)?.claims ?? {};
    const forge = async (change: Claims, use: "id" | "access" = "access", of = pool): Promise<string> =>
      signRs256(await house.signingKeys.active(of.id, use), { ...claims, ...change });
    const other = await makePool(house);
    const tomorrow = Math.floor(house.parts.clock.now() / 1000) + 86_400;
    const cases = [
      [await forge({ nbf: tomorrow }), "notYetValid"],
      [await forge({}, "id"), "malformed"],
      [await forge({}, "access", other), "malformed"],
      [await forge({ iss: `${baseUrl}/${other.id}` }), "malformed"],
      [await forge({ iss: `https://evil.test/${pool.id}` }), "malformed"],
      [await forge({ iss: undefined }), "malformed"],
      [await forge({ exp: undefined }), "malformed"],
      [await forge({ exp: "never" }), "malformed"],
      [await forge({ client_id: undefined }), "malformed"],
      [await forge({ origin_jti: undefined, event_id: undefined }), "malformed"],
      [await forge({ origin_jti: "never-started" }), "revoked"],
      [await forge({ sub: "somebody else" }), "revoked"],
    ] as const;
    for (const [token, refusal] of cases) expect(await verify(token)).toMatchObject({ ok: false, refusal });
    const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const kid = readToken(accessToken)?.kid ?? "";
    for (const token of [await signRs256({ kid, key: stranger }, claims), "", "a.b.c", `${accessToken}x.y`]) {
      expect(await verify(token)).toMatchObject({ ok: false, refusal: "malformed" });
    }
    expect(await verify(await forge({}))).toMatchObject({ ok: true, caller: { originJti: signIn.originJti } });
  });

  it("accepts old tokens after a rotation of keys, until the old keys' time is over", async () => {
    const before = await start();
    const publishedBefore = await house.signingKeys.jwks(pool.id);
    await house.signingKeys.rotate(pool.id);
    const after = await start();
    const kid = readToken(after.accessToken)?.kid;
    expect(kid).not.toBe(readToken(before.accessToken)?.kid);
    // Clients that hold the earlier JWKS know the new key already.
    expect(publishedBefore.map((key) => key.kid)).toContain(kid);
    expect(await verify(before.accessToken)).toMatchObject({ ok: true });
    expect(await verify(after.accessToken)).toMatchObject({ ok: true });
    expect(await house.signingKeys.jwks(pool.id)).toHaveLength(6);
    const refreshed = await house.signIn.refresh({ ClientId: client.id, RefreshToken: before.refreshToken });
    expect(await verify(refreshed.AuthenticationResult?.AccessToken ?? "")).toMatchObject({ ok: true });
    house.pass(25 * 3_600_000);
    expect(await house.signingKeys.jwks(pool.id)).toHaveLength(4);
  });

  it("keeps the private keys sealed", async () => {
    const rows = await house.parts.stores.keys.list(pool.id, 0);
    expect(rows[0]?.privateKey).toContain("BEGIN PRIVATE KEY");
    const { readFile, readdir } = await import("node:fs/promises");
    const files = await readdir(house.folder, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(`${file.parentPath}/${file.name}`, "latin1")),
    );
    expect(texts.join("").includes("BEGIN PRIVATE KEY")).toBe(false);
    expect(texts.join("").includes(rows[0]?.modulus ?? "none")).toBe(true);
  });
});
