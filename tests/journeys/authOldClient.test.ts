/** Unmodified amazon-cognito-identity-js, which many apps still use: SRP, app codes, refresh the older way, a new password. */

import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { srpPoolName } from "#auth/pool";
import { totpCode, totpStep } from "#auth/totp";
import { type AuthServer, type MadePool, startAuthServer } from "../support/authServer.ts";

let server: AuthServer;
let made: MadePool;
beforeAll(async () => {
  server = await startAuthServer();
  made = await server.makePool({ Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["TOTP"] } } });
});
afterAll(() => server.close());

const password = "Right-horse-1";

async function makeUser(username: string, temporary = false): Promise<{ sub: string }> {
  const { stores, srpQueue, random, clock } = server.auth.parts;
  const pool = await stores.pools.find(made.userPoolId);
  if (!pool) throw new Error("lost");
  const now = clock.now();
  const user = {
    poolId: pool.id,
    sub: random.uuid(),
    username,
    status: temporary ? ("FORCE_CHANGE_PASSWORD" as const) : ("CONFIRMED" as const),
    enabled: true,
    attributes: { email: `${username}@example.test` },
    mfa: { sms: false, softwareToken: false },
    totpReady: false,
    identities: [],
    pending: {},
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  const identity = { pool: srpPoolName(pool.id), user: username };
  const verifier = await srpQueue.makeVerifier(pool.id, identity, password);
  await stores.users.create({ user, names: [{ kind: "username", value: username }], verifier }, pool);
  return user;
}

function userNamed(username: string): CognitoUser {
  const Pool = new CognitoUserPool({
    UserPoolId: made.userPoolId,
    ClientId: made.nativeClientId,
    endpoint: server.url,
  });
  return new CognitoUser({ Username: username, Pool });
}

type Outcome =
  | { readonly session: CognitoUserSession }
  | { readonly totp: true }
  | { readonly newPassword: Readonly<Record<string, string>> };

function authenticate(user: CognitoUser, with_ = password): Promise<Outcome> {
  const details = new AuthenticationDetails({ Username: user.getUsername(), Password: with_ });
  return new Promise((resolve, reject) => {
    user.authenticateUser(details, {
      onSuccess: (session) => resolve({ session }),
      onFailure: reject,
      totpRequired: () => resolve({ totp: true }),
      newPasswordRequired: (attributes: Record<string, string>) => resolve({ newPassword: attributes }),
    });
  });
}

const settled = <T>(start: (callback: (error: unknown, value: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });

describe("amazon-cognito-identity-js", () => {
  it("signs in by SRP, refreshes, and is refused with a wrong password", async () => {
    const { sub } = await makeUser("anna");
    const user = userNamed("anna");
    const outcome = await authenticate(user);
    if (!("session" in outcome)) throw new Error("no session");
    expect(outcome.session.getIdToken().payload).toMatchObject({ sub, token_use: "id" });
    const refreshed = await settled<CognitoUserSession>((callback) => {
      user.refreshSession(outcome.session.getRefreshToken(), callback);
    });
    expect(refreshed.getAccessToken().getJwtToken()).not.toBe(outcome.session.getAccessToken().getJwtToken());
    expect(server.calls.at(-1)).toMatchObject({ operation: "InitiateAuth", fault: undefined });
    await expect(authenticate(userNamed("anna"), "Wrong-horse-1")).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
    await settled<string>((callback) => user.signOut(() => callback(undefined, "")));
    await expect(
      settled((callback) => user.refreshSession(outcome.session.getRefreshToken(), callback)),
    ).rejects.toMatchObject({ code: "NotAuthorizedException", message: "Refresh Token has been revoked" });
  });

  it("answers with the code of an app", async () => {
    const { sub } = await makeUser("bert");
    const secret = Buffer.from("a secret of thirty-two bytes, ok");
    const { stores, clock } = server.auth.parts;
    await stores.credentials.setPendingTotp(made.userPoolId, sub, secret);
    await stores.credentials.confirmTotp(made.userPoolId, sub, 0);
    const pool = await stores.pools.find(made.userPoolId);
    const held = await stores.users.find(made.userPoolId, sub);
    if (!pool || !held) throw new Error("lost");
    await stores.users.update(pool, held, { mfa: { sms: false, softwareToken: true } }, clock.now());
    const user = userNamed("bert");
    expect(await authenticate(user)).toEqual({ totp: true });
    const session = await new Promise<CognitoUserSession>((resolve, reject) => {
      const code = totpCode(secret, totpStep(clock.now()));
      user.sendMFACode(code, { onSuccess: resolve, onFailure: reject }, "SOFTWARE_TOKEN_MFA");
    });
    expect(session.isValid()).toBe(true);
  });

  it("replaces a temporary password", async () => {
    await makeUser("cleo", true);
    const user = userNamed("cleo");
    const outcome = await authenticate(user);
    expect(outcome).toMatchObject({ newPassword: { email: "cleo@example.test" } });
    await new Promise((resolve, reject) => {
      user.completeNewPasswordChallenge("New-horse-2", { nickname: "C" }, { onSuccess: resolve, onFailure: reject });
    });
    expect(await authenticate(userNamed("cleo"), "New-horse-2")).toHaveProperty("session");
  });
});
