/** The operator's side of user pools: lists, import and export of users, rotation of signing keys; seen through the AWS SDK. */

import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  CreateGroupCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  UpdateUserPoolCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, describe, expect, test } from "vitest";
import { totpCode, totpStep } from "#auth/totp";
import { createJsonApi } from "#kernel/wire/jsonApi";
import type { JsonApi } from "#kernel/wire/jsonApiRoute";
import type { Log } from "#ports/log";
import type { Made } from "../../support/poolServer.ts";
import { startSrp } from "../../support/srpSignIn.ts";
import { config, password, usePools } from "./support.ts";

const { server, member, signIn, passwordClient } = usePools();

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Result {
  readonly record: number;
  readonly username: string;
  readonly outcome: string;
  readonly reason?: string;
}

const bugs: unknown[] = [];
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (details) => void bugs.push(details),
  child: () => log,
};
let api: JsonApi;
beforeAll(() => {
  api = createJsonApi("operator API", server().auth.operatorRoutes, log);
});

const root = "/_ohmstead/v1/pools";

async function call(method: string, path: string, text = "", type = "application/json"): Promise<Answer> {
  const request = {
    method,
    rawUrl: root + path,
    headers: { "content-type": type },
    body: Buffer.from(text),
    requestId: "r",
  };
  const { status, body } = await api(request, { kind: "accessKey", accessKeyId: "AKIATEST", root: true });
  expect(bugs).toEqual([]);
  return { status, body: JSON.parse(String(body)) as Answer["body"] };
}

async function bring(made: Made, text: string, type = "text/csv"): Promise<readonly Result[]> {
  const { status, body } = await call("POST", `/${made.userPoolId}/users/import`, text, type);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body["results"] as readonly Result[];
}

type Exported = Readonly<Record<string, unknown>> & { readonly Username: string };

async function everyone(made: Made): Promise<readonly Exported[]> {
  const { body } = await call("GET", `/${made.userPoolId}/users/export`);
  return body["Users"] as readonly Exported[];
}

const lines = (users: readonly unknown[]): string => users.map((user) => JSON.stringify(user)).join("\n");

/** The whole sign-in by SRP, with the stock library's arithmetic. */
async function bySrp(made: Made, username: string) {
  const { stores, clock, signIn: room } = server().auth.parts;
  const [pool, client] = await Promise.all([stores.pools.find(made.userPoolId), stores.clients.find(made.webClientId)]);
  if (!pool || !client) throw new Error("The pool is not there.");
  const srp = await startSrp({ signIn: room, parts: { clock } }, pool, client, username);
  return room.respond({
    ClientId: client.id,
    ChallengeName: "PASSWORD_VERIFIER",
    Session: srp.answer.Session,
    ChallengeResponses: await srp.prove(password),
  });
}

const header = "cognito:username,name,email,email_verified,phone_number,phone_number_verified,cognito:mfa_enabled";

describe("lists", () => {
  test("pools with their number of users, users by page and filter", async () => {
    const made = await server().make(config({ UserPoolName: "listed" }));
    await bring(made, [header, ...["a", "b", "c"].map((name) => `${name},,${name}@b.test,true,,,`)].join("\n"));
    const { body } = await call("GET", "");
    expect(body["pools"]).toContainEqual({
      poolId: made.userPoolId,
      name: "listed",
      users: 3,
      signInNames: ["username"],
      mfa: "OFF",
      createdAt: expect.any(Number),
    });
    const path = `/${made.userPoolId}/users?limit=2`;
    const first = (await call("GET", path)).body as { users: { username: string }[]; next: string };
    const second = (await call("GET", `${path}&token=${first.next}`)).body as typeof first;
    expect([...first.users, ...second.users].map(({ username }) => username).toSorted()).toEqual(["a", "b", "c"]);
    expect(second.next).toBeUndefined();
    const found = await call("GET", `/${made.userPoolId}/users?filter=${encodeURIComponent('email ^= "b@"')}`);
    expect(found.body["users"]).toMatchObject([{ username: "b", status: "RESET_REQUIRED", enabled: true }]);
  });

  test.each([
    ["GET", "/us-east-1_nothere00/users", "ResourceNotFoundException"],
    ["GET", "/us-east-1_nothere00/users/export", "ResourceNotFoundException"],
    ["POST", "/us-east-1_nothere00/users/import", "ResourceNotFoundException"],
    ["POST", "/us-east-1_nothere00/keys/rotate", "ResourceNotFoundException"],
    ["GET", "?limit=0", "InvalidParameterException"],
    ["GET", "?token=forged", "InvalidParameterException"],
    ["DELETE", "", "NotFoundException"],
  ])("%s %s is %s", async (method, path, type) => {
    const { status, body } = await call(method, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body["__type"]).toBe(type);
  });
});

describe("import from CSV", () => {
  test("each line is told apart: created, present, or refused with the reason; nothing of a refused one stays", async () => {
    const made = await server().make(config());
    const text = [
      header,
      'anna,"Anna, the first",anna@b.test,TRUE,+491700000001,true,TRUE',
      "bert,,not an address,true,,,false",
      "carl,,carl@b.test,perhaps,,,false",
      "dora,,dora@b.test,true,,,maybe",
      "emil,,emil@b.test",
      ",,nobody@b.test,true,,,",
      "anna,,other@b.test,true,,,",
      "finn,,,,,,true",
      "gina,,,,,,",
    ].join("\r\n");
    const results = await bring(made, text);
    expect(results.map(({ record, username, outcome }) => [record, username, outcome])).toEqual([
      [1, "anna", "created"],
      [2, "bert", "refused"],
      [3, "carl", "refused"],
      [4, "dora", "refused"],
      [5, "emil", "refused"],
      [6, "", "refused"],
      [7, "anna", "present"],
      [8, "finn", "refused"],
      [9, "gina", "created"],
    ]);
    const reasons = Object.fromEntries(results.map(({ record, reason }) => [record, reason]));
    expect(reasons).toMatchObject({
      2: "Invalid email address format.",
      3: expect.stringContaining("Boolean value is expected"),
      4: "cognito:mfa_enabled must be TRUE or FALSE.",
      5: "The line has 3 fields, the header 7.",
      6: "The username is missing.",
      8: "MFA by SMS needs a phone_number.",
      9: expect.stringContaining("an administrator must set one"),
    });
    const { Users } = await server().idp.send(new ListUsersCommand({ UserPoolId: made.userPoolId }));
    expect(Users?.map(({ Username }) => Username).toSorted()).toEqual(["anna", "gina"]);
    expect(
      await server().idp.send(new AdminGetUserCommand({ UserPoolId: made.userPoolId, Username: "anna" })),
    ).toMatchObject({
      UserStatus: "RESET_REQUIRED",
      Enabled: true,
      UserMFASettingList: ["SMS_MFA"],
      UserAttributes: expect.arrayContaining([
        { Name: "name", Value: "Anna, the first" },
        { Name: "email_verified", Value: "true" },
      ]),
    });
    expect((await bring(made, text)).map(({ outcome }) => outcome)).not.toContain("created");
  });

  test("where an address signs in, the username column or the attribute names it", async () => {
    const made = await server().make(config({ SignInMethod: "EMAIL" }));
    const text = `${header}\na@b.test,,a@b.test,true,,,\n,,c@b.test,true,,,\nplain,,,,,,\n`;
    expect((await bring(made, text)).map(({ outcome }) => outcome)).toEqual(["created", "created", "refused"]);
    const { UserPoolId, Username } = { UserPoolId: made.userPoolId, Username: "c@b.test" };
    const user = await server().idp.send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(user.Username).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("an address that signs in is nobody else's", async () => {
    const made = await server().make(config({ SignInMethod: "EMAIL" }));
    const sub = await member(made, "one@b.test");
    const other = "11111111-2222-4333-8444-555555555555";
    const [again, stolen] = await bring(
      made,
      lines([
        { Username: other, Attributes: [{ Name: "email", Value: "ONE@b.test" }] },
        { Username: sub, Attributes: [{ Name: "email", Value: "two@b.test" }] },
      ]),
      "application/x-ndjson",
    );
    expect(again).toMatchObject({ outcome: "present", reason: `It has another sub here: ${sub}.` });
    expect(stolen).toMatchObject({ outcome: "refused", reason: `The sub ${sub} belongs to another user.` });
  });

  test.each([
    ["nothing", "", "text/csv", "The CSV is empty"],
    ["no username column", "name,email\na,b", "text/csv", "lacks the column cognito:username"],
    ["an unknown column", `${header},shoe\n`, "text/csv", "shoe is no attribute of the pool"],
    ["a column twice", `${header},name\n`, "text/csv", "names the column name twice"],
    ["an open quote", 'cognito:username\n"open', "text/csv", "never closed"],
    ["half an object", "{", "application/json", "The body is not JSON"],
    ["a number", "3", "application/json", "must be an answer of ListUsers"],
    ["another media type", "a", "text/plain", "The Content-Type must be"],
    ["too many users", lines(Array.from({ length: 1001 }, () => ({}))), "application/x-ndjson", "at most 1000 users"],
  ])("%s is refused as a whole", async (_, text, type, reason) => {
    const made = await server().make(config());
    const { status, body } = await call("POST", `/${made.userPoolId}/users/import`, text, type);
    expect({ status, message: body["message"] }).toEqual({ status: 400, message: expect.stringContaining(reason) });
  });
});

describe("import from JSON", () => {
  test("an answer of ListUsers: subs, creation dates and disabled accounts stay as they were", async () => {
    const made = await server().make(config());
    const sub = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    const Users = [
      {
        Username: "anna",
        Attributes: [
          { Name: "sub", Value: sub },
          { Name: "email", Value: "a@b.test" },
          { Name: "email_verified", Value: "true" },
        ],
        UserCreateDate: "2021-03-04T05:06:07.000+01:00",
        Enabled: false,
        UserStatus: "CONFIRMED",
        MFAOptions: [],
      },
      { Username: "Google_1", Attributes: [], UserStatus: "EXTERNAL_PROVIDER" },
      { Username: "grouped", Attributes: [], Groups: ["nobody made it"] },
      { Username: "strange", Attributes: [{ Name: "custom:shoe", Value: "42" }] },
      { Username: "broken", Attributes: "none" },
      7,
    ];
    const results = await bring(made, JSON.stringify({ Users, PaginationToken: "more" }), "application/json");
    expect(results.map(({ outcome }) => outcome)).toEqual(["created", ...Array.from({ length: 5 }, () => "refused")]);
    expect(results.map(({ reason }) => reason)).toEqual([
      undefined,
      expect.stringContaining("signing in through the provider"),
      "The pool has no group nobody made it: create it first (CreateGroup).",
      expect.stringContaining("custom:shoe"),
      "Attributes must be an array of Name and Value.",
      "A user must be a JSON object.",
    ]);
    const user = await server().idp.send(new AdminGetUserCommand({ UserPoolId: made.userPoolId, Username: "anna" }));
    expect(user).toMatchObject({ Enabled: false, UserStatus: "RESET_REQUIRED" });
    expect(user.UserAttributes).toContainEqual({ Name: "sub", Value: sub });
    expect(user.UserCreateDate?.toISOString()).toBe("2021-03-04T04:06:07.000Z");
  });

  test("the same user fifty times at once becomes one", async () => {
    const made = await server().make(config());
    const users = Array.from({ length: 50 }, () => ({ Username: "anna", Attributes: [] }));
    const results = await bring(made, lines(users), "application/x-ndjson");
    expect(results.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === "present")).toHaveLength(49);
  });
});

describe("export", () => {
  test("a deleted user comes back with password, groups, second factor and sub", async () => {
    const made = await server().make(
      config({ SignInMethod: "EMAIL", Mfa: { MFAMode: "OPTIONAL", Settings: { MfaTypes: ["TOTP"] } } }),
    );
    const { idp } = server();
    const UserPoolId = made.userPoolId;
    const sub = await member(made, "anna@b.test");
    await idp.send(new CreateGroupCommand({ UserPoolId, GroupName: "admins" }));
    await idp.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName: "admins", Username: sub }));
    const { AuthenticationResult } = await signIn(made, "anna@b.test");
    const AccessToken = String(AuthenticationResult?.AccessToken);
    const { SecretCode } = await idp.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const pending = await server().auth.parts.stores.credentials.pendingTotp(UserPoolId, sub);
    const UserCode = totpCode(pending ?? Buffer.alloc(0), totpStep(Date.now()));
    await idp.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await idp.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username: sub, SoftwareTokenMfaSettings }));
    expect(SecretCode).toBeDefined();

    const before = await everyone(made);
    expect(before).toMatchObject([
      {
        Username: sub,
        UserStatus: "CONFIRMED",
        Groups: ["admins"],
        PreferredMfaSetting: "SOFTWARE_TOKEN_MFA",
        PasswordVerifier: { Pool: UserPoolId.split("_")[1], Username: sub },
      },
    ]);
    await idp.send(new AdminDeleteUserCommand({ UserPoolId, Username: sub }));
    await expect(bySrp(made, "anna@b.test")).rejects.toMatchObject({ code: "NotAuthorizedException" });
    expect(await bring(made, lines(before), "application/x-ndjson")).toEqual([
      { record: 1, username: sub, outcome: "created" },
    ]);

    expect(await bySrp(made, "anna@b.test")).toMatchObject({ ChallengeName: "SOFTWARE_TOKEN_MFA" });
    const [after] = await everyone(made);
    expect({ ...after, UserLastModifiedDate: "" }).toEqual({ ...before[0], UserLastModifiedDate: "" });
  });

  test("in another pool the password is not good: the user must reset it, and the line says so", async () => {
    const [from, to] = [await server().make(config()), await server().make(config())];
    await member(from, "anna", { email: "a@b.test" });
    const [result] = await bring(to, lines(await everyone(from)), "application/x-ndjson");
    expect(result).toMatchObject({ outcome: "created", reason: expect.stringContaining("good only there") });
    const user = await server().idp.send(new AdminGetUserCommand({ UserPoolId: to.userPoolId, Username: "anna" }));
    expect(user.UserStatus).toBe("RESET_REQUIRED");
    await expect(signIn(to, "anna")).rejects.toMatchObject({ name: "PasswordResetRequiredException" });
  });

  test("a password keeps the spelling of the name it was made with; without one the name has the pool's normal form", async () => {
    const made = await server().make(config());
    const pool = made.userPoolId.split("_")[1] ?? "";
    const { srpQueue } = server().auth.parts;
    const { salt, verifier } = await srpQueue.makeVerifier(made.userPoolId, { pool, user: "BigAnn" }, password);
    const PasswordVerifier = { Pool: pool, Username: "BigAnn", Salt: salt, Verifier: verifier };
    const records = lines([{ Username: "BigAnn", UserStatus: "CONFIRMED", PasswordVerifier }, { Username: "BigBob" }]);
    expect(await bring(made, records, "application/x-ndjson")).toMatchObject([
      { outcome: "created" },
      { outcome: "created" },
    ]);
    expect((await everyone(made)).map(({ Username }) => Username)).toEqual(
      expect.arrayContaining(["BigAnn", "bigbob"]),
    );
    expect((await bySrp(made, "bigann")).AuthenticationResult).toBeDefined();
  });

  test("pages until there is none; a page's token is of no use for another pool", async () => {
    const [made, other] = [await server().make(config()), await server().make(config())];
    const names = Array.from({ length: 7 }, (_, index) => `user${index}`);
    await bring(made, lines(names.map((Username) => ({ Username, Attributes: [] }))), "application/x-ndjson");
    const seen: string[] = [];
    const elsewhere: number[] = [];
    let token = "";
    do {
      const path = `/${made.userPoolId}/users/export?limit=3${token && `&token=${token}`}`;
      const { body } = await call("GET", path);
      seen.push(...(body["Users"] as readonly Exported[]).map(({ Username }) => Username));
      token = typeof body["PaginationToken"] === "string" ? body["PaginationToken"] : "";
      if (token) elsewhere.push((await call("GET", `/${other.userPoolId}/users/export?token=${token}`)).status);
    } while (token);
    expect(seen.toSorted()).toEqual(names);
    expect(elsewhere).toEqual([400, 400]);
  });
});

describe("lazy migration", () => {
  test("imported users keep their passwords through the pool's function, at their first sign-in", async () => {
    const made = await server().make(config());
    const { idp, functions, events } = server();
    functions.set("arn:aws:lambda:us-east-1:123456789012:function:old-place", ({ userName, request }) => {
      if (userName !== "anna" || request["password"] !== password) throw new Error("Bad password");
      return { userAttributes: { email: "ignored@b.test" } };
    });
    await idp.send(
      new UpdateUserPoolCommand({
        UserPoolId: made.userPoolId,
        LambdaConfig: { UserMigration: "arn:aws:lambda:us-east-1:123456789012:function:old-place" },
      }),
    );
    await bring(made, `${header}\nanna,Anna,a@b.test,true,,,\n`);
    const client = await passwordClient(made);
    const guess = (PASSWORD: string) =>
      idp.send(
        new InitiateAuthCommand({
          ClientId: client,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: "anna", PASSWORD },
        }),
      );
    await expect(guess("a guess")).rejects.toMatchObject({ name: "NotAuthorizedException" });
    const { AuthenticationResult } = await guess(password);
    const { AccessToken } = { AccessToken: String(AuthenticationResult?.AccessToken) };
    const { UserAttributes } = await idp.send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes).toContainEqual({ Name: "email", Value: "a@b.test" });
    expect(events.at(-1)).toMatchObject({ triggerSource: "UserMigration_Authentication", userName: "anna" });

    functions.clear();
    expect(await bySrp(made, "anna")).toHaveProperty("AuthenticationResult");
    await expect(guess("a guess")).rejects.toMatchObject({ name: "NotAuthorizedException" });
  });

  test("guesses against the function are counted: the sixth is locked out, even when right", async () => {
    const made = await server().make(config());
    const { idp, functions } = server();
    functions.set("arn:aws:lambda:us-east-1:123456789012:function:counted", ({ request }) => {
      if (request["password"] !== password) throw new Error("Bad password");
      return { userAttributes: {} };
    });
    await idp.send(
      new UpdateUserPoolCommand({
        UserPoolId: made.userPoolId,
        LambdaConfig: { UserMigration: "arn:aws:lambda:us-east-1:123456789012:function:counted" },
      }),
    );
    await bring(made, `${header}\nanna,,a@b.test,true,,,\n`);
    const ClientId = await passwordClient(made);
    const guess = (PASSWORD: string) =>
      idp.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: "anna", PASSWORD },
        }),
      );
    for (let count = 0; count < 5; count += 1) await expect(guess("a guess")).rejects.toThrow("Incorrect username");
    await expect(guess(password)).rejects.toThrow("Password attempts exceeded");
  });
});

describe("rotation", () => {
  test("old tokens stay good, new ones are signed by the keys that were published before", async () => {
    const made = await server().make(config());
    await member(made, "anna", { email: "a@b.test" });
    const client = await passwordClient(made);
    const kidOf = (token: string | undefined): unknown =>
      (JSON.parse(Buffer.from(token?.split(".")[0] ?? "", "base64url").toString()) as { kid: string }).kid;
    const published = async (): Promise<readonly string[]> => {
      const jwks = await server().auth.jwks(made.userPoolId);
      return jwks?.keys.map(({ kid }) => kid) ?? [];
    };
    const first = (await signIn(made, "anna", client)).AuthenticationResult;
    const known = await published();
    const { body } = await call("POST", `/${made.userPoolId}/keys/rotate`);
    const keys = body["keys"] as readonly { kid: string; use: string; state: string; publishedUntil?: number }[];
    expect(keys.map(({ use, state }) => `${use} ${state}`).toSorted()).toEqual([
      "access active",
      "access next",
      "access retired",
      "id active",
      "id next",
      "id retired",
    ]);
    expect(JSON.stringify(body)).not.toContain("PRIVATE");
    const second = (await signIn(made, "anna", client)).AuthenticationResult;
    expect(kidOf(second?.AccessToken)).not.toBe(kidOf(first?.AccessToken));
    expect(known).toContain(kidOf(second?.AccessToken));
    expect(await published()).toContain(kidOf(first?.AccessToken));
    for (const result of [first, second]) {
      const user = await server().idp.send(new GetUserCommand({ AccessToken: String(result?.AccessToken) }));
      expect(user.Username).toBe("anna");
    }
    const refreshed = await server().idp.send(
      new InitiateAuthCommand({
        ClientId: client,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: String(first?.RefreshToken) },
      }),
    );
    expect(refreshed.AuthenticationResult?.AccessToken).toBeDefined();
  });
});
