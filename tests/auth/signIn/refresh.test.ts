/** Refresh tokens: both ways to use them, rotation with grace, reuse, and every way they end. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthHouse, makeClient, makePool, makeUser, openAuthHouse } from "../../support/authHouse.ts";
import { readToken } from "#kernel/jwt/rs256";
import type { Client } from "#auth/client";
import type { Pool } from "#auth/pool";
import type { User } from "#auth/user";

let house: AuthHouse;
let pool: Pool;
beforeAll(async () => {
  house = await openAuthHouse();
  pool = await makePool(house);
});
afterAll(() => house.remove());

let count = 0;
async function signedIn(client: Client) {
  count += 1;
  const user = await makeUser(house, pool, `refresher-${count}`, "right horse");
  const answer = await house.signIn.initiate({
    ClientId: client.id,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: user.username, PASSWORD: "right horse" },
  });
  const { RefreshToken = "", AccessToken = "" } = answer.AuthenticationResult ?? {};
  return { user, RefreshToken, AccessToken };
}

const refresh = async (client: Client, RefreshToken: string) =>
  (await house.signIn.refresh({ ClientId: client.id, RefreshToken })).AuthenticationResult;
const isGood = async (accessToken: string): Promise<boolean> =>
  (await house.verifier.verify(accessToken, { pools: "any", clients: "any", use: "access" })).ok;
const older = (client: Client, REFRESH_TOKEN: string) =>
  house.signIn.initiate({ ClientId: client.id, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN } });

describe("refreshing", () => {
  it("gives new tokens of the same sign-in, by the operation and by the older flow", async () => {
    const client = await makeClient(house, pool);
    const { RefreshToken, AccessToken } = await signedIn(client);
    const first = readToken(AccessToken)?.claims ?? {};
    house.pass(5000);
    const byOperation = await refresh(client, RefreshToken);
    const byFlow = (await older(client, RefreshToken)).AuthenticationResult;
    for (const result of [byOperation, byFlow]) {
      const claims = readToken(result?.AccessToken ?? "")?.claims ?? {};
      expect(claims).toMatchObject({ origin_jti: first["origin_jti"], auth_time: first["auth_time"] });
      expect(claims["jti"]).not.toBe(first["jti"]);
      expect(Number(claims["iat"])).toBeGreaterThanOrEqual(Number(first["iat"]) + 5);
      expect(result?.RefreshToken).toBeUndefined();
      expect(result?.IdToken).toBeDefined();
    }
  });

  it.each([
    ["unknown", "Invalid Refresh Token", async () => ({})],
    ["of another client", "Invalid Refresh Token", async () => ({ client: await makeClient(house, pool) })],
  ] as const)("refuses a token that is %s", async (_what, message, change) => {
    const client = await makeClient(house, pool);
    const { RefreshToken } = await signedIn(client);
    const { client: asker } = { client, ...(await change()) };
    const token = asker === client ? "unknown-token" : RefreshToken;
    await expect(refresh(asker, token)).rejects.toMatchObject({ code: "NotAuthorizedException", message });
    await expect(older(asker, token)).rejects.toMatchObject({ code: "NotAuthorizedException", message });
  });

  it("refuses one that expired, was revoked, or whose user was disabled or deleted", async () => {
    const client = await makeClient(house, pool, { refreshTokenLifetime: 3_600_000 });
    const update = (user: User, change: { enabled: boolean }) =>
      house.parts.stores.users.update(pool, user, change, Date.now());
    const tokens = house.parts.stores.tokens;
    const origin = (accessToken: string): string => String(readToken(accessToken)?.claims["origin_jti"]);
    const cases: [string, (signed: Awaited<ReturnType<typeof signedIn>>) => unknown][] = [
      ["Refresh Token has been revoked", ({ AccessToken }) => tokens.revoke(origin(AccessToken), Date.now())],
      ["Refresh Token has been revoked", ({ user }) => tokens.revokeAll(pool.id, user.sub, Date.now())],
      ["User is disabled.", ({ user }) => update(user, { enabled: false })],
      ["Invalid Refresh Token", ({ user }) => house.parts.stores.users.remove(pool.id, user.sub)],
      ["Refresh Token has expired", () => house.pass(3_600_001)],
    ];
    for (const [message, change] of cases) {
      const signed = await signedIn(client);
      await change(signed);
      await expect(refresh(client, signed.RefreshToken)).rejects.toMatchObject({
        code: "NotAuthorizedException",
        message,
      });
    }
  });
});

describe("rotation", () => {
  it("replaces the token each time, keeps its end, and closes the older flow", async () => {
    const client = await makeClient(house, pool, { rotation: { graceSeconds: 0 }, refreshTokenLifetime: 3_600_000 });
    const { RefreshToken } = await signedIn(client);
    await expect(older(client, RefreshToken)).rejects.toMatchObject({ code: "InvalidParameterException" });
    house.pass(1_800_000);
    const second = (await refresh(client, RefreshToken))?.RefreshToken ?? "";
    expect(second).not.toBe(RefreshToken);
    expect((await refresh(client, second))?.RefreshToken).toBeDefined();
    house.pass(1_800_001);
    await expect(refresh(client, second)).rejects.toMatchObject({ message: "Refresh Token has expired" });
  });

  it("forgives a lost answer within the grace period", async () => {
    const client = await makeClient(house, pool, { rotation: { graceSeconds: 10 } });
    const { RefreshToken } = await signedIn(client);
    await refresh(client, RefreshToken);
    house.pass(9_000);
    expect((await refresh(client, RefreshToken))?.RefreshToken).toBeDefined();
  });

  it("ends the whole family when an old token comes back", async () => {
    const client = await makeClient(house, pool, { rotation: { graceSeconds: 10 } });
    const { RefreshToken, AccessToken } = await signedIn(client);
    const second = await refresh(client, RefreshToken);
    house.pass(10_001);
    await expect(refresh(client, RefreshToken)).rejects.toMatchObject({ code: "RefreshTokenReuseException" });
    await expect(refresh(client, second?.RefreshToken ?? "")).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "Refresh Token has been revoked",
    });
    expect(await isGood(AccessToken)).toBe(false);
    expect(await isGood(second?.AccessToken ?? "")).toBe(false);
  });

  it("lets one of fifty parallel uses through where there is no grace", async () => {
    const client = await makeClient(house, pool, { rotation: { graceSeconds: 0 } });
    const { RefreshToken } = await signedIn(client);
    const settled = await Promise.allSettled(Array.from({ length: 50 }, () => refresh(client, RefreshToken)));
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const reasons = settled.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
    expect(new Set(reasons)).toEqual(new Set(["RefreshTokenReuseException", "NotAuthorizedException"]));
  });
});
