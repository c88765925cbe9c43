/** The functions of a sign-in: what they are sent, and what their answers do. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type AuthHouse,
  makeClient,
  makePool,
  makeUser,
  openAuthHouse,
  type TestFunction,
} from "../../support/authHouse.ts";
import { createSrpClient, signProof } from "../../support/srpClient.ts";
import { srpTimestamp } from "../../support/srpTimestamp.ts";
import { readToken } from "#kernel/jwt/rs256";
import type { Client } from "#auth/client";
import { type Pool, type PoolTriggers, srpPoolName } from "#auth/pool";
import type { SignInAnswer } from "#auth/signIn/signIn";

let house: AuthHouse;
beforeAll(async () => {
  house = await openAuthHouse();
});
afterAll(() => house.remove());
beforeEach(() => {
  house.functions.clear();
  house.events.length = 0;
});

async function place(functions: Partial<Record<keyof PoolTriggers, TestFunction>>, version?: string) {
  const triggers: Record<string, string> = {};
  for (const [name, called] of Object.entries(functions)) {
    triggers[name] = name;
    house.functions.set(name, called);
  }
  const pool = await makePool(house, { triggers: { ...triggers, preTokenGenerationVersion: version } });
  return { pool, client: await makeClient(house, pool) };
}

function byPassword(client: Client, username: string, password = "right horse") {
  return house.signIn.initiate({
    ClientId: client.id,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: username, PASSWORD: password },
    ClientMetadata: { from: "test" },
  });
}

const claimsOf = (token: string | undefined): Readonly<Record<string, unknown>> => readToken(token ?? "")?.claims ?? {};

describe("before and after", () => {
  it("are told of the user, and may refuse", async () => {
    const { pool, client } = await place({ preAuthentication: () => ({}), postAuthentication: () => ({}) });
    const user = await makeUser(house, pool, "anna", "right horse", { attributes: { email: "a@b.test" } });
    expect((await byPassword(client, "anna")).AuthenticationResult).toBeDefined();
    expect(house.events.map(({ triggerSource }) => triggerSource)).toEqual([
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
    ]);
    expect(house.events[0]).toMatchObject({
      version: "1",
      region: "us-east-1",
      userPoolId: pool.id,
      userName: "anna",
      callerContext: { clientId: client.id },
      request: { userAttributes: { sub: user.sub, email: "a@b.test" }, validationData: { from: "test" } },
    });
    expect(JSON.stringify(house.events)).not.toContain("right horse");
    house.functions.set("preAuthentication", () => {
      throw new Error("closed on Sundays");
    });
    await expect(byPassword(client, "anna")).rejects.toMatchObject({
      code: "UserLambdaValidationException",
      message: "PreAuthentication failed with error closed on Sundays.",
    });
    house.functions.delete("preAuthentication");
    await expect(byPassword(client, "anna")).rejects.toMatchObject({ code: "UnexpectedLambdaException" });
  });
});

describe("pre-token-generation", () => {
  it("of the first version changes the ID token and the groups, and nothing that is fixed", async () => {
    const { pool, client } = await place({
      preTokenGeneration: () => ({
        claimsOverrideDetails: {
          claimsToAddOrOverride: {
            plan: "gold",
            sub: "somebody else",
            email: "new@b.test",
            "cognito:username": "root",
          },
          claimsToSuppress: ["nickname", "exp"],
          groupOverrideDetails: { groupsToOverride: ["editors"] },
        },
      }),
    });
    const attributes = { email: "a@b.test", nickname: "nick" };
    const user = await makeUser(house, pool, "anna", "right horse", { attributes });
    const { AuthenticationResult } = await byPassword(client, "anna");
    const id = claimsOf(AuthenticationResult?.IdToken);
    expect(id).toMatchObject({ plan: "gold", sub: user.sub, email: "new@b.test", "cognito:username": "anna" });
    expect(id).toMatchObject({ "cognito:groups": ["editors"], exp: expect.any(Number) });
    expect(id).not.toHaveProperty("nickname");
    const access = claimsOf(AuthenticationResult?.AccessToken);
    expect(access).toMatchObject({ "cognito:groups": ["editors"], username: "anna" });
    expect(access).not.toHaveProperty("plan");
  });

  it("of the second version changes access tokens and their scopes, too, and again at each refresh", async () => {
    let plan = 1;
    const { pool, client } = await place(
      {
        preTokenGeneration: () => ({
          claimsAndScopeOverrideDetails: {
            idTokenGeneration: { claimsToAddOrOverride: { level: { deep: true } } },
            accessTokenGeneration: {
              claimsToAddOrOverride: { plan: plan++, client_id: "forged" },
              scopesToAdd: ["orders/read"],
              scopesToSuppress: ["aws.cognito.signin.user.admin"],
            },
          },
        }),
      },
      "V2_0",
    );
    await makeUser(house, pool, "anna", "right horse");
    const { AuthenticationResult } = await byPassword(client, "anna");
    expect(claimsOf(AuthenticationResult?.IdToken)).toMatchObject({ level: { deep: true } });
    expect(claimsOf(AuthenticationResult?.AccessToken)).toMatchObject({
      plan: 1,
      scope: "orders/read",
      client_id: client.id,
    });
    const RefreshToken = AuthenticationResult?.RefreshToken ?? "";
    const refreshed = await house.signIn.refresh({ ClientId: client.id, RefreshToken });
    expect(claimsOf(refreshed.AuthenticationResult?.AccessToken)).toMatchObject({ plan: 2 });
    expect(house.events.map(({ triggerSource, version }) => [triggerSource, version])).toEqual([
      ["TokenGeneration_Authentication", "2"],
      ["TokenGeneration_RefreshTokens", "2"],
    ]);
  });
});

describe("user migration", () => {
  it("brings a user over at the first sign-in; the second needs no function", async () => {
    const { client, pool } = await place({
      userMigration: ({ request }) => {
        if (request["password"] !== "old password") throw new Error("Bad password");
        return { userAttributes: { email: "moved@b.test", email_verified: "true" }, finalUserStatus: "CONFIRMED" };
      },
    });
    await expect(byPassword(client, "moved", "a guess")).rejects.toMatchObject({
      code: "UserLambdaValidationException",
    });
    const all = await Promise.all(Array.from({ length: 5 }, () => byPassword(client, "moved", "old password")));
    const subs = all.map(({ AuthenticationResult }) => claimsOf(AuthenticationResult?.IdToken)["sub"]);
    expect(new Set(subs).size).toBe(1);
    expect(await house.parts.stores.users.findBySignInName(pool, "moved")).toMatchObject({
      username: "moved",
      status: "CONFIRMED",
      attributes: { email: "moved@b.test", email_verified: "true" },
    });
    house.functions.clear();
    expect((await byPassword(client, "moved", "old password")).AuthenticationResult).toBeDefined();
  });
});

describe("custom sign-in", () => {
  /** Two right answers to sums, at most three tries. */
  const sums: Partial<Record<keyof PoolTriggers, TestFunction>> = {
    defineAuthChallenge: ({ request }) => {
      const rounds = request["session"] as readonly { challengeName: string; challengeResult: boolean }[];
      const custom = rounds.filter(({ challengeName }) => challengeName === "CUSTOM_CHALLENGE");
      const right = custom.filter(({ challengeResult }) => challengeResult).length;
      if (right === 2) return { issueTokens: true, failAuthentication: false };
      if (custom.length === 3) return { issueTokens: false, failAuthentication: true };
      const srp = rounds.at(-1)?.challengeName === "SRP_A";
      return { challengeName: srp ? "PASSWORD_VERIFIER" : "CUSTOM_CHALLENGE", issueTokens: false };
    },
    createAuthChallenge: ({ request }) => {
      const round = (request["session"] as readonly unknown[]).length;
      return {
        publicChallengeParameters: { sum: `1 + ${round}` },
        privateChallengeParameters: { answer: String(1 + round) },
        challengeMetadata: `round ${round}`,
      };
    },
    verifyAuthChallengeResponse: ({ request }) => {
      const secrets = request["privateChallengeParameters"] as Readonly<Record<string, string>>;
      return { answerCorrect: secrets["answer"] === request["challengeAnswer"] };
    },
  };

  const start = (client: Client, username: string, extra: Record<string, string> = {}) =>
    house.signIn.initiate({
      ClientId: client.id,
      AuthFlow: "CUSTOM_AUTH",
      AuthParameters: { USERNAME: username, ...extra },
    });

  const answer = (client: Client, asked: SignInAnswer, ANSWER: string) =>
    house.signIn.respond({
      ClientId: client.id,
      ChallengeName: "CUSTOM_CHALLENGE",
      Session: asked.Session,
      ChallengeResponses: { USERNAME: asked.ChallengeParameters["USERNAME"] ?? "", ANSWER },
    });

  const solve = ({ ChallengeParameters }: SignInAnswer): string => {
    const [, second = "0"] = ChallengeParameters["sum"]?.split(" + ") ?? [];
    return String(1 + Number(second));
  };

  it("asks until the define function is satisfied; each question takes one answer", async () => {
    const { pool, client } = await place(sums);
    await makeUser(house, pool, "anna", undefined);
    const first = await start(client, "anna");
    expect(first).toMatchObject({ ChallengeName: "CUSTOM_CHALLENGE", ChallengeParameters: { sum: "1 + 0" } });
    expect(first.ChallengeParameters).not.toHaveProperty("answer");
    const second = await answer(client, first, "wrong");
    await expect(answer(client, first, solve(first))).rejects.toMatchObject({ code: "NotAuthorizedException" });
    const third = await answer(client, second, solve(second));
    const done = await answer(client, third, solve(third));
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();
    const define = house.events.filter(({ triggerSource }) => triggerSource.startsWith("Define"));
    expect(define.at(-1)?.request["session"]).toEqual([
      { challengeName: "CUSTOM_CHALLENGE", challengeResult: false, challengeMetadata: "round 0" },
      { challengeName: "CUSTOM_CHALLENGE", challengeResult: true, challengeMetadata: "round 1" },
      { challengeName: "CUSTOM_CHALLENGE", challengeResult: true, challengeMetadata: "round 2" },
    ]);
  });

  it("ends when the define function says so, and for names nobody has, whatever it says", async () => {
    const { pool, client } = await place(sums);
    await makeUser(house, pool, "anna", undefined);
    let asked = await start(client, "anna");
    asked = await answer(client, asked, "wrong");
    asked = await answer(client, asked, "wrong");
    await expect(answer(client, asked, "wrong")).rejects.toMatchObject({ message: "Incorrect username or password." });
    asked = await start(client, "nobody");
    expect(house.events.at(-1)?.request["userNotFound"]).toBe(true);
    asked = await answer(client, asked, solve(asked));
    await expect(answer(client, asked, solve(asked))).rejects.toMatchObject({
      message: "Incorrect username or password.",
    });
  });

  it("takes the password by SRP as one of the challenges", async () => {
    const { pool, client } = await place(sums);
    await makeUser(house, pool, "anna", "right horse");
    const srp = await createSrpClient(srpPoolName(pool.id));
    const asked = await start(client, "anna", { CHALLENGE_NAME: "SRP_A", SRP_A: srp.publicValue });
    expect(asked.ChallengeName).toBe("PASSWORD_VERIFIER");
    const { SALT = "", SRP_B = "", SECRET_BLOCK = "" } = asked.ChallengeParameters;
    const key = await srp.key("anna", "right horse", SRP_B, SALT);
    const TIMESTAMP = srpTimestamp(house.parts.clock.now());
    const second = await house.signIn.respond({
      ClientId: client.id,
      ChallengeName: "PASSWORD_VERIFIER",
      Session: asked.Session,
      ChallengeResponses: {
        USERNAME: "anna",
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: signProof(key, srpPoolName(pool.id), "anna", SECRET_BLOCK, TIMESTAMP),
        TIMESTAMP,
      },
    });
    const third = await answer(client, second, solve(second));
    expect((await answer(client, third, solve(third))).AuthenticationResult).toBeDefined();
  });

  it("needs its functions, and a define function that makes sense", async () => {
    const { pool, client } = await place({ defineAuthChallenge: () => ({ challengeName: "SELECT_CHALLENGE" }) });
    await makeUser(house, pool, "anna", "right horse");
    await expect(start(client, "anna")).rejects.toMatchObject({ code: "InvalidLambdaResponseException" });
    const without = await makePoolWithout();
    await expect(start(without.client, "anna")).rejects.toMatchObject({ code: "InvalidParameterException" });
  });

  async function makePoolWithout(): Promise<{ pool: Pool; client: Client }> {
    const pool = await makePool(house);
    await makeUser(house, pool, "anna", "right horse");
    return { pool, client: await makeClient(house, pool) };
  }
});
