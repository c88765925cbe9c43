/** The command line against a running server: users in and out of a pool in large files, and signing keys that rotate under signed-in users. */

import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../support/server.ts";

const root = join(import.meta.dirname, "../..");
let server: RunningServer;
let idp: CognitoIdentityProviderClient;
let home = "";

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "ohmstead-users-"));
  server = await startServer();
  idp = new CognitoIdentityProviderClient({
    endpoint: server.url,
    region: "us-east-1",
    credentials: server.accessKey,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  idp.destroy();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

async function makePool(): Promise<{ readonly UserPoolId: string; readonly ClientId: string }> {
  const { UserPool } = await idp.send(new CreateUserPoolCommand({ PoolName: "people of the journey" }));
  const UserPoolId = String(UserPool?.Id);
  const { UserPoolClient } = await idp.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "web",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  return { UserPoolId, ClientId: String(UserPoolClient?.ClientId) };
}

const password = "Correct-horse-1";

async function makeUser(UserPoolId: string, Username: string): Promise<void> {
  await idp.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
  await idp.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
}

async function signIn(ClientId: string, USERNAME: string) {
  const AuthParameters = { USERNAME, PASSWORD: password };
  const answer = await idp.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
  return answer.AuthenticationResult;
}

describe("import and list", () => {
  const count = 1200;
  const csv = [
    "cognito:username,name,email,email_verified,cognito:mfa_enabled",
    ...Array.from({ length: count }, (_, index) => `user${index},"Two\nlines",user${index}@b.test,true,false`),
    "bad,,no address,true,false",
    "",
  ].join("\n");

  test("a CSV of many batches: the refused line is named, the rest is in; again, nothing changes", async () => {
    const { UserPoolId } = await makePool();
    const path = join(home, "users.csv");
    writeFileSync(path, csv);
    const first = await ohmstead("users", "import", UserPoolId, path);
    // The header is one line, every user before it two.
    expect(first.out.split("\n")).toEqual([
      `line ${2 * count + 2}: bad refused: Invalid email address format.`,
      `${count} created, 0 there already, 1 refused.`,
      "",
    ]);
    expect(first).toMatchObject({ code: 1, err: expect.stringContaining("Mend the refused lines") });

    const again = await ohmstead("users", "import", UserPoolId, path, "--json");
    expect(again.err).toContain(`0 created, ${count} there already, 1 refused.`);
    const results = again.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(results).toHaveLength(count + 1);
    expect(results[1]).toEqual({ line: 4, username: "user1", outcome: "present" });

    const listed = await ohmstead("users", "list", UserPoolId, "--limit", "3");
    expect(listed.out.split("\n")).toHaveLength(5);
    expect(listed.out).toMatch(
      /^USERNAME +STATUS +CREATED +ADDRESSES\nuser\d+ +RESET_REQUIRED +\S+Z +user\d+@b\.test\n/,
    );
    expect(listed.err).toContain("There are more");
    const all = await ohmstead("users", "list", UserPoolId, "--json");
    expect(all.out.trim().split("\n")).toHaveLength(count);
    const one = await ohmstead("users", "list", UserPoolId, "--filter", 'email = "user7@b.test"', "--json");
    expect(JSON.parse(one.out)).toMatchObject({ username: "user7", attributes: { name: "Two\nlines" } });
  });

  test("an answer of ListUsers, through a pipe", async () => {
    const [from, to] = [await makePool(), await makePool()];
    await makeUser(from.UserPoolId, "anna");
    const { Users } = await idp.send(new ListUsersCommand({ UserPoolId: from.UserPoolId }));
    const ended = await ohmsteadFed(JSON.stringify({ Users }, undefined, 4), "users", "import", to.UserPoolId, "-");
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(ended.out).toContain("1 created, 0 there already, 0 refused.");
  });

  test.each([
    ["a column the pool has not", "cognito:username,shoe\na,42\n", "shoe is no attribute of the pool"],
    ["an open quote", 'cognito:username\n"a\n', "is never closed"],
    ["half a JSON file", '{"Users": [{"Username": "a"}', "ends before it is complete"],
    ["a broken line", '{"Username": "a"}\n{"Username" "b"}\n', "what begins in line 2 is not JSON"],
  ])("%s is told", async (_, text, reason) => {
    const { UserPoolId } = await makePool();
    const path = join(home, "odd");
    writeFileSync(path, text);
    const ended = await ohmstead("users", "import", UserPoolId, path);
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining(reason) });
  });

  test("a file or a pool that is not there", async () => {
    const { UserPoolId } = await makePool();
    expect((await ohmstead("users", "import", UserPoolId, join(home, "none"))).err).toContain("cannot be read: ENOENT");
    const ended = await ohmstead("users", "list", "us-east-1_nothere00");
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("ResourceNotFoundException") });
  });

  test("help says how users keep their passwords", async () => {
    const { out } = await ohmstead("users", "import", "--help");
    expect(out).toContain("UserMigration_Authentication");
    expect(out).toContain("USER_PASSWORD_AUTH");
  });
});

describe("export", () => {
  test("into a file of the owner's alone; a deleted user comes back with the password", async () => {
    const { UserPoolId, ClientId } = await makePool();
    await makeUser(UserPoolId, "anna");
    await makeUser(UserPoolId, "bert");
    const path = join(home, "export.jsonl");
    const exported = await ohmstead("users", "export", UserPoolId, "--output", path);
    expect(exported).toMatchObject({
      code: 0,
      out: "",
      err: expect.stringContaining("2 users. The export is a secret"),
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await ohmstead("users", "export", UserPoolId)).out).toBe(readFileSync(path, "utf8"));
    expect(server.output()).toMatch(/"poolId":"\S+?".*Users are exported with their passwords' verifiers/);
    const over = await ohmstead("users", "export", UserPoolId, "--output", path);
    expect(over).toMatchObject({ code: 1, err: expect.stringContaining("it is there already") });

    await idp.send(new AdminDeleteUserCommand({ UserPoolId, Username: "anna" }));
    await expect(signIn(ClientId, "anna")).rejects.toThrow("User does not exist.");
    const back = await ohmstead("users", "import", UserPoolId, path);
    expect(back).toMatchObject({ code: 0, out: "1 created, 1 there already, 0 refused.\n" });
    expect((await signIn(ClientId, "anna"))?.AccessToken).toBeDefined();
  });

  test("an export that fails leaves no file", async () => {
    const path = join(home, "failed.jsonl");
    expect((await ohmstead("users", "export", "us-east-1_nothere00", "--output", path)).code).toBe(1);
    expect(existsSync(path)).toBe(false);
  });
});

describe("pool", () => {
  test("keys rotate while a user stays signed in", async () => {
    const { UserPoolId, ClientId } = await makePool();
    await makeUser(UserPoolId, "anna");
    const before = await signIn(ClientId, "anna");
    const listed = await ohmstead("pool", "list");
    expect(listed.out).toMatch(new RegExp(`^${UserPoolId} +1 +username +OFF +people of the journey$`, "m"));

    const rotated = await ohmstead("pool", "keys", "rotate", UserPoolId);
    expect(rotated).toMatchObject({ code: 0, err: "" });
    expect(rotated.out).toMatch(/^us-east-1_\w+ signs with new keys\.\nKEY +SIGNS +STATE\n/);
    expect(rotated.out).toMatch(/ access tokens +retired, published until \S+Z\n/);
    const user = await idp.send(new GetUserCommand({ AccessToken: before?.AccessToken ?? "" }));
    expect(user.Username).toBe("anna");
    const again = await ohmstead("pool", "keys", "rotate", UserPoolId, "--json");
    expect((JSON.parse(again.out) as { keys: unknown[] }).keys).toHaveLength(8);
  });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function ohmstead(...args: string[]): Promise<Ended> {
  return ohmsteadFed("", ...args);
}

/** Runs the program from its sources, with nothing of this machine's AWS settings. */
function ohmsteadFed(input: string, ...args: string[]): Promise<Ended> {
  const entry = ["--conditions=source", "--disable-warning=ExperimentalWarning", join(root, "src/main.ts")];
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, OHMSTEAD_URL: server.url, OHMSTEAD_DATA: server.data };
  const child = spawn(process.execPath, [...entry, ...args], { env });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}
