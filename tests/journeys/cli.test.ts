/** The command line against a running server: keys, jobs, client configuration, the doctor, and what is said when things are wrong. */

import { AmplifyBackendClient, CreateBackendAPICommand, CreateBackendCommand } from "@aws-sdk/client-amplifybackend";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../support/server.ts";

const root = join(import.meta.dirname, "../..");
const appId = "d1clijourney";
let server: RunningServer;
let home = "";

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "ohmstead-home-"));
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

describe("client configuration and jobs", () => {
  test("jobs --watch follows a backend and its API to the end, one event a line in a pipe", async () => {
    const client = new AmplifyBackendClient({
      endpoint: server.url,
      region: "us-east-1",
      credentials: server.accessKey,
    });
    await client.send(
      new CreateBackendCommand({
        AppId: appId,
        AppName: "journey",
        BackendEnvironmentName: "dev",
        ResourceName: "base",
      }),
    );
    expect((await ohmstead("jobs", appId, "dev", "--watch")).code).toBe(0);
    await client.send(
      new CreateBackendAPICommand({
        AppId: appId,
        BackendEnvironmentName: "dev",
        ResourceName: "todo",
        ResourceConfig: {
          ApiName: "todo",
          Service: "AppSync",
          DefaultAuthType: { Mode: "API_KEY" },
          TransformSchema: "type Todo @model @auth(rules: [{ allow: public }]) { id: ID! name: String! }",
        },
      }),
    );
    const watched = await ohmstead("jobs", appId, "dev", "--watch");
    expect(watched).toMatchObject({ code: 0, err: "" });
    expect(watched.out).toMatch(/^\S+Z {2}\S+ {2}CreateBackendAPI {2}COMPLETED$/m);
    client.destroy();
  });

  test("jobs shows both, newest first", async () => {
    const { out, code } = await ohmstead("jobs", appId);
    expect(code).toBe(0);
    const [heading, first, second] = out.split("\n");
    expect(heading).toMatch(/^JOB +APP +ENVIRONMENT +OPERATION +STATUS/);
    expect(first).toMatch(/ CreateBackendAPI +COMPLETED /);
    expect(second).toMatch(/ CreateBackend +COMPLETED /);
  });

  test("config prints a file that the API answers to", async () => {
    const { out, code } = await ohmstead("config", appId, "dev");
    const { version, data } = JSON.parse(out) as { version: string; data: { url: string; api_key: string } };
    expect({ code, version }).toEqual({ code: 0, version: "1.4" });
    const answer = await fetch(data.url, {
      method: "POST",
      headers: { "x-api-key": data.api_key, "content-type": "application/json" },
      body: JSON.stringify({ query: 'mutation { createTodo(input: { name: "from the file" }) { name } }' }),
    });
    expect(await answer.json()).toEqual({ data: { createTodo: { name: "from the file" } } });
  });

  test.each([
    ["amplifyconfiguration", "awsAPIPlugin"],
    ["aws-exports", "export default awsmobile;"],
  ])("config --format %s", async (format, text) => {
    const { out, code } = await ohmstead("config", appId, "dev", "--format", format);
    expect(code).toBe(0);
    expect(out).toContain(text);
    expect(out).toContain(`${server.url}/graphql/`);
  });

  test("config of an app that is not there says so", async () => {
    const ended = await ohmstead("config", "d1nothere", "dev");
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toContain("NotFoundException");
  });
});

describe("keys", () => {
  test("a key lives its life: made, used, disabled, enabled, deleted", async () => {
    const made = await ohmstead("keys", "create", "--description", "for a test");
    const accessKeyId = /aws_access_key_id = (\w+)/.exec(made.out)?.[1] ?? "";
    const secret = /aws_secret_access_key = (\S+)/.exec(made.out)?.[1] ?? "";
    const own = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secret };
    expect((await ohmsteadWith(own, "keys", "list")).out).toMatch(
      new RegExp(`^${accessKeyId} +active .*for a test$`, "m"),
    );
    expect((await ohmstead("keys", "disable", accessKeyId)).code).toBe(0);
    const refused = await ohmsteadWith(own, "keys", "list");
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`refused access key ${accessKeyId}`);
    expect((await ohmstead("keys", "enable", accessKeyId)).code).toBe(0);
    expect((await ohmsteadWith(own, "keys", "list")).code).toBe(0);
    expect((await ohmstead("keys", "delete", accessKeyId)).code).toBe(0);
    expect((await ohmstead("keys", "list")).out).not.toContain(accessKeyId);
    expect((await ohmstead("keys", "delete", accessKeyId)).err).toContain("NotFoundException");
  });

  test("the root key stays", async () => {
    const ended = await ohmstead("keys", "delete", server.accessKey.accessKeyId);
    expect(ended.code).toBe(1);
    expect((await ohmstead("keys", "list")).out).toMatch(
      new RegExp(`^${server.accessKey.accessKeyId} +active .*root key$`, "m"),
    );
  });

  test("https is trusted by the local authority", async () => {
    expect((await ohmstead("keys", "list", "--url", server.httpsUrl)).code).toBe(0);
  });
});

test("the outbox is empty, as JSON too", async () => {
  expect(await ohmstead("outbox", "--json")).toEqual({ code: 0, out: "", err: "" });
});

test("the doctor finds the server and nothing to mend", async () => {
  const port = new URL(server.url).port;
  const { code, out } = await ohmsteadWith({ OHMSTEAD_PORT: port }, "doctor");
  expect(out).toContain(`Ohmstead answers at ${server.url}`);
  expect(out).not.toContain("PROBLEM");
  expect(code).toBe(0);
});

test("a second server on the same folder is refused with the reason", async () => {
  const ended = await ohmstead("serve", "--data", server.data, "--port", "0");
  expect(ended.code).toBe(1);
  expect(ended.err).toMatch(/in use by another server/);
});

test("without a server the command says how to get one", async () => {
  const ended = await ohmstead("keys", "list", "--url", "http://127.0.0.1:1");
  expect(ended).toMatchObject({ code: 1, out: "" });
  expect(ended.err).toContain("No server answers at http://127.0.0.1:1");
});

test.each([
  [["nosuch"], "unknown command 'nosuch'"],
  [["config", "a"], "missing required argument 'environment'"],
  [["config", "a", "dev", "--format", "x"], "Allowed choices are amplify-outputs"],
  [["keys", "list", "--url", "nonsense"], "The server's address must be like"],
])("%j is refused with advice", async (args, text) => {
  const ended = await ohmstead(...args);
  expect(ended.code).toBe(1);
  expect(ended.err).toContain(text);
});

function ohmstead(...args: string[]): Promise<Ended> {
  return ohmsteadWith({}, ...args);
}

/** Runs the program from its sources, with nothing of this machine's AWS settings. */
function ohmsteadWith(env: Record<string, string>, ...args: string[]): Promise<Ended> {
  const entry = ["--conditions=source", "--disable-warning=ExperimentalWarning", join(root, "src/main.ts")];
  const base = { PATH: process.env["PATH"] ?? "", HOME: home, OHMSTEAD_URL: server.url, OHMSTEAD_DATA: server.data };
  const child = spawn(process.execPath, [...entry, ...args], { env: { ...base, ...env } });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}
