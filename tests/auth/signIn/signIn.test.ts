/** Signing in: each flow, each challenge, and each way to be refused. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AuthHouse,
  clientSettings,
  makeClient,
  makePool,
  makeUser,
  openAuthHouse,
} from "../../support/authHouse.ts";
import { startSrp } from "../../support/srpSignIn.ts";
import { srpTimestamp } from "../../support/srpTimestamp.ts";
import { secretHash } from "#auth/secretHash";
import type { Client } from "#auth/client";
import type { Pool } from "#auth/pool";
import { readToken } from "#kernel/jwt/rs256";

let house: AuthHouse;
let pool: Pool;
let client: Client;

beforeAll(async () => {
  house = await openAuthHouse();
  pool = await makePool(house);
  client = await makeClient(house, pool);
});
afterAll(() => house.remove());

function byPassword(username: string, password: string, ofClient = client, extra: Record<string, string> = {}) {
  return house.signIn.initiate({
    ClientId: ofClient.id,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: username, PASSWORD: password, ...extra },
  });
}

const wrong = { code: "NotAuthorizedException", message: "Incorrect username or password." };

describe("SRP", () => {
  it("signs in with the right password and gives all the tokens", async () => {
    const user = await makeUser(house, pool, "srp-right", "right horse", { attributes: { email: "a@b.test" } });
    const started = await startSrp(house, pool, client, "srp-right");
    expect(started.answer).toMatchObject({
      ChallengeName: "PASSWORD_VERIFIER",
      ChallengeParameters: { USERNAME: "srp-right", USER_ID_FOR_SRP: "srp-right" },
    });
    const answer = await house.signIn.respond({
      ClientId: client.id,
      ChallengeName: "PASSWORD_VERIFIER",
      Session: started.answer.Session,
      ChallengeResponses: await started.prove("right horse"),
    });
    const result = answer.AuthenticationResult;
    expect(result).toMatchObject({ TokenType: "Bearer", ExpiresIn: 3600 });
    const verified = await house.verifier.verify(result?.AccessToken ?? "", {
      pools: [pool.id],
      clients: [client.id],
      use: "access",
    });
    expect(verified).toMatchObject({ ok: true, caller: { sub: user.sub, username: "srp-right" } });
    expect(readToken(result?.IdToken ?? "")?.claims).toMatchObject({ email: "a@b.test", token_use: "id" });
  });

  it("works without Session, which older clients don't send back", async () => {
    await makeUser(house, pool, "srp-old", "right horse");
    const started = await startSrp(house, pool, client, "SRP-Old");
    const ChallengeResponses = await started.prove("right horse");
    const input = { ClientId: client.id, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses } as const;
    expect((await house.signIn.respond(input)).AuthenticationResult?.AccessToken).toBeDefined();
    await expect(house.signIn.respond(input)).rejects.toMatchObject({ code: "NotAuthorizedException" });
  });

  it("refuses a wrong password, another user's block, another client's block and a made-up one", async () => {
    await makeUser(house, pool, "srp-a", "password a");
    await makeUser(house, pool, "srp-b", "password b");
    const other = await makeClient(house, pool);
    const attempt = async (
      change: (responses: Record<string, string>) => Record<string, string>,
      ofClient = client,
    ) => {
      const started = await startSrp(house, pool, client, "srp-a");
      const ChallengeResponses = change(await started.prove("password a"));
      return house.signIn.respond({ ClientId: ofClient.id, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses });
    };
    await expect(attempt((responses) => ({ ...responses, USERNAME: "srp-b" }))).rejects.toMatchObject({
      message: "Invalid session for the user, session is expired.",
    });
    await expect(attempt((responses) => responses, other)).rejects.toMatchObject({ code: "NotAuthorizedException" });
    await expect(
      attempt((responses) => ({ ...responses, PASSWORD_CLAIM_SECRET_BLOCK: "c2VjcmV0" })),
    ).rejects.toMatchObject({ code: "NotAuthorizedException" });
    const earlier = srpTimestamp(house.parts.clock.now() - 1_000);
    await expect(attempt((responses) => ({ ...responses, TIMESTAMP: earlier }))).rejects.toMatchObject(wrong);
    expect((await attempt((responses) => responses)).AuthenticationResult).toBeDefined();
  });

  it("refuses a proof whose time is none, or more than fifteen minutes off, before looking at it", async () => {
    await makeUser(house, pool, "srp-clock", "right horse");
    const at = async (timestamp: string, password = "right horse") => {
      const started = await startSrp(house, pool, client, "srp-clock");
      const ChallengeResponses = await started.prove(password, timestamp);
      return house.signIn.respond({ ClientId: client.id, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses });
    };
    const clock = { code: "NotAuthorizedException", message: expect.stringContaining("Check the clock") as string };
    const off = (minutes: number): string => srpTimestamp(house.parts.clock.now() + minutes * 60_000);
    const now = off(0);
    const bad = [
      off(-16),
      off(16),
      "later",
      now.replace(/^\w{3} \w{3}/, "Mon Foo"),
      now.replace("UTC", "CET"),
      new Date().toISOString(),
    ];
    for (const timestamp of bad) {
      await expect(at(timestamp)).rejects.toMatchObject(clock);
      // Wrong passwords are not told apart, and none of this is a guess: six would lock.
      await expect(at(timestamp, "wrong horse")).rejects.toMatchObject(clock);
    }
    for (const timestamp of [now, off(-14), off(14)]) {
      expect((await at(timestamp)).AuthenticationResult).toBeDefined();
    }
  });

  it("refuses an A that is 0 modulo N", async () => {
    await makeUser(house, pool, "srp-zero", "password");
    for (const SRP_A of ["0", "00", ""]) {
      await expect(
        house.signIn.initiate({
          ClientId: client.id,
          AuthFlow: "USER_SRP_AUTH",
          AuthParameters: { USERNAME: "srp-zero", SRP_A },
        }),
      ).rejects.toMatchObject({ code: "InvalidParameterException" });
    }
  });

  it("voids a proof whose password was changed meanwhile, and a session that is too old", async () => {
    const user = await makeUser(house, pool, "srp-late", "old password");
    const started = await startSrp(house, pool, client, "srp-late");
    const ChallengeResponses = await started.prove("old password");
    const identity = { pool: pool.id.split("_")[1] ?? "", user: user.username };
    const verifier = await house.parts.srpQueue.makeVerifier(pool.id, identity, "new one!");
    await house.parts.stores.users.update(pool, user, { password: { verifier, historySize: 0 } }, Date.now());
    const input = { ClientId: client.id, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses } as const;
    await expect(house.signIn.respond(input)).rejects.toMatchObject(wrong);
    const again = await startSrp(house, pool, client, "srp-late");
    const late = { ...input, ChallengeResponses: await again.prove("new one!") };
    house.pass(clientSettings.sessionLifetime + 1);
    await expect(house.signIn.respond(late)).rejects.toMatchObject({
      message: "Invalid session for the user, session is expired.",
    });
  });
});

describe("password in the request", () => {
  it("signs in by it, for administrators too, and only where the client allows it", async () => {
    await makeUser(house, pool, "pw", "right horse");
    expect((await byPassword("pw", "right horse")).AuthenticationResult?.RefreshToken).toBeDefined();
    const adminInput = {
      UserPoolId: pool.id,
      ClientId: client.id,
      AuthParameters: { USERNAME: "pw", PASSWORD: "right horse" },
    };
    for (const AuthFlow of ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] as const) {
      const answer = await house.signIn.adminInitiate({ ...adminInput, AuthFlow });
      expect(answer.AuthenticationResult?.AccessToken).toBeDefined();
      await expect(house.signIn.initiate({ ...adminInput, AuthFlow })).rejects.toMatchObject({
        code: "InvalidParameterException",
      });
    }
    const narrow = await makeClient(house, pool, { flows: ["ALLOW_USER_SRP_AUTH"] });
    await expect(byPassword("pw", "right horse", narrow)).rejects.toMatchObject({
      code: "InvalidParameterException",
      message: "USER_PASSWORD_AUTH flow not enabled for this client",
    });
  });

  it("refuses USER_AUTH in the words Amplify UI looks for", async () => {
    await expect(
      house.signIn.initiate({ ClientId: client.id, AuthFlow: "USER_AUTH", AuthParameters: { USERNAME: "pw" } }),
    ).rejects.toMatchObject({
      code: "InvalidParameterException",
      message: "USER_AUTH flow not enabled for this client",
    });
  });

  it("names what is missing", async () => {
    await expect(
      house.signIn.initiate({ ClientId: client.id, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: "x" } }),
    ).rejects.toMatchObject({ message: "Missing required parameter PASSWORD" });
  });

  it("tells the state of an account only to who knows the password", async () => {
    const cases = [
      ["off", { enabled: false }, "User is disabled."],
      ["new", { status: "UNCONFIRMED" }, "User is not confirmed."],
      ["reset", { status: "RESET_REQUIRED" }, "Password reset required for the user"],
      ["expired", { status: "FORCE_CHANGE_PASSWORD", temporaryPasswordUntil: 1 }, /^Temporary password has expired/],
    ] as const;
    for (const [name, change, message] of cases) {
      await makeUser(house, pool, `state-${name}`, "right horse", change);
      await expect(byPassword(`state-${name}`, "right horse")).rejects.toMatchObject({
        message: expect.stringMatching(message),
      });
      await expect(byPassword(`state-${name}`, "wrong horse")).rejects.toMatchObject(wrong);
    }
  });
});

describe("SECRET_HASH", () => {
  it("is asked for where the client has a secret, in each step and by the name that is sent", async () => {
    const secret = "s3cret-s3cret-s3cret-s3cret";
    const confidential = await makeClient(house, pool, {}, secret);
    const user = await makeUser(house, pool, "hashed", "right horse");
    const hash = (name: string): string => secretHash(secret, name, confidential.id);
    await expect(byPassword("hashed", "right horse", confidential)).rejects.toMatchObject({
      message: `Client ${confidential.id} is configured with secret but SECRET_HASH was not received`,
    });
    await expect(
      byPassword("hashed", "right horse", confidential, { SECRET_HASH: hash("someone") }),
    ).rejects.toMatchObject({ message: `Unable to verify secret hash for client ${confidential.id}` });
    const right = await byPassword("hashed", "right horse", confidential, { SECRET_HASH: hash("hashed") });
    const RefreshToken = right.AuthenticationResult?.RefreshToken ?? "";
    await expect(house.signIn.refresh({ ClientId: confidential.id, RefreshToken })).rejects.toMatchObject({
      code: "NotAuthorizedException",
    });
    const refreshed = await house.signIn.refresh({ ClientId: confidential.id, RefreshToken, ClientSecret: secret });
    expect(refreshed.AuthenticationResult?.AccessToken).toBeDefined();
    const older = { REFRESH_TOKEN: RefreshToken, SECRET_HASH: hash(user.sub) };
    const flow = { ClientId: confidential.id, AuthFlow: "REFRESH_TOKEN_AUTH" } as const;
    expect((await house.signIn.initiate({ ...flow, AuthParameters: older })).AuthenticationResult).toBeDefined();

    const started = await startSrp(house, pool, confidential, "hashed", { SECRET_HASH: hash("hashed") });
    const responses = await started.prove("right horse");
    const input = { ClientId: confidential.id, ChallengeName: "PASSWORD_VERIFIER" } as const;
    await expect(house.signIn.respond({ ...input, ChallengeResponses: responses })).rejects.toMatchObject({
      code: "NotAuthorizedException",
    });
    const signed = { ...responses, SECRET_HASH: hash("hashed") };
    expect((await house.signIn.respond({ ...input, ChallengeResponses: signed })).AuthenticationResult).toBeDefined();
  });
});

describe("a temporary password", () => {
  it("must be replaced by one the pool takes, with the attributes that are missing", async () => {
    const { schema } = pool.settings;
    const strict = await makePool(house, {
      schema: schema.map((attribute) => (attribute.name === "nickname" ? { ...attribute, required: true } : attribute)),
    });
    const web = await makeClient(house, strict);
    await makeUser(house, strict, "temp", "temporary1", { status: "FORCE_CHANGE_PASSWORD" });
    const asked = await byPassword("temp", "temporary1", web);
    expect(asked).toMatchObject({
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      ChallengeParameters: { requiredAttributes: '["userAttributes.nickname"]', userAttributes: "{}" },
    });
    const answer = (responses: Record<string, string>) =>
      house.signIn.respond({
        ClientId: web.id,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session: asked.Session,
        ChallengeResponses: { USERNAME: "temp", ...responses },
      });
    await expect(answer({ NEW_PASSWORD: "short", "userAttributes.nickname": "t" })).rejects.toMatchObject({
      code: "InvalidPasswordException",
    });
    await expect(answer({ NEW_PASSWORD: "long enough" })).rejects.toMatchObject({ code: "InvalidParameterException" });
    for (const name of ["email_verified", "sub", "custom:unknown"]) {
      const forged = {
        NEW_PASSWORD: "long enough",
        "userAttributes.nickname": "t",
        [`userAttributes.${name}`]: "true",
      };
      await expect(answer(forged)).rejects.toMatchObject({ name: "Fault" });
    }
    const done = await answer({ NEW_PASSWORD: "long enough", "userAttributes.nickname": "t" });
    expect(done.AuthenticationResult?.IdToken).toBeDefined();
    await expect(answer({ NEW_PASSWORD: "another one", "userAttributes.nickname": "t" })).rejects.toMatchObject({
      code: "NotAuthorizedException",
    });
    expect((await byPassword("temp", "long enough", web)).AuthenticationResult).toBeDefined();
    await expect(byPassword("temp", "temporary1", web)).rejects.toMatchObject(wrong);
  });
});
