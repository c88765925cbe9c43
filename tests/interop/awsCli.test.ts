/** The README's tour with an unmodified AWS CLI and plain HTTP, as a user types it. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "../support/server.ts";
import { preparePython, runProgram } from "./python.ts";

const python = preparePython();
if ("missing" in python) console.log(`AWS CLI interop is skipped: ${python.missing}`);

const SCHEMA = `input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }

type Todo @model {
  id: ID!
  name: String!
  done: Boolean
}
`;

describe.skipIf("missing" in python)("AWS CLI", () => {
  let server: RunningServer;
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-cli-"));

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function aws(...args: string[]): Promise<Record<string, unknown>> {
    if ("missing" in python) throw new Error(python.missing);
    const env = {
      AWS_SHARED_CREDENTIALS_FILE: join(server.data, "credentials"),
      AWS_PROFILE: "ohmstead",
      AWS_ENDPOINT_URL: server.url,
      AWS_DEFAULT_REGION: "us-east-1",
      HOME: folder,
    };
    const { code, stdout, stderr } = await runProgram(python.aws, [...args, "--output", "json"], env);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout || "{}") as Record<string, unknown>;
  }

  async function ended(job: Record<string, unknown>, environment = "dev"): Promise<Record<string, unknown>> {
    const id = String(job["JobId"]);
    const where = ["--app-id", "d1tour", "--backend-environment-name", environment, "--job-id", id];
    for (let tries = 0; tries < 20; tries++) {
      const now = await aws("amplifybackend", "get-backend-job", ...where);
      if (now["Status"] === "COMPLETED" || now["Status"] === "FAILED") return now;
    }
    throw new Error(`job ${id} did not end`);
  }

  test("create a backend and an API, write and read a record, take the backend away", async () => {
    const here = ["--app-id", "d1tour", "--backend-environment-name", "dev"];
    const created = await aws("amplifybackend", "create-backend", ...here, "--app-name", "tour");
    expect(await ended(created)).toMatchObject({ Status: "COMPLETED", Operation: "CreateBackend", Error: "" });

    const config = join(folder, "api.json");
    const auth = { Mode: "API_KEY", Settings: { ExpirationTime: 30 } };
    const api = { ApiName: "todos", Service: "AppSync", TransformSchema: SCHEMA, DefaultAuthType: auth };
    writeFileSync(config, JSON.stringify(api));
    const resource = ["--resource-name", "todos", "--resource-config", `file://${config}`];
    const made = await aws("amplifybackend", "create-backend-api", ...here, ...resource);
    expect(await ended(made)).toMatchObject({ Status: "COMPLETED", Operation: "CreateBackendAPI" });

    const backend = await aws("amplifybackend", "get-backend", ...here);
    const meta = JSON.parse(String(backend["AmplifyMetaConfig"])) as {
      api: { todos: { output: Record<string, string> } };
    };
    const { GraphQLAPIEndpointOutput: endpoint, GraphQLAPIKeyOutput: key } = meta.api.todos.output;
    const path = new URL(endpoint ?? "").pathname;
    const send = async (query: string): Promise<unknown> => {
      const headers = { "content-type": "application/json", "x-api-key": key ?? "" };
      const answer = await fetch(server.url + path, { method: "POST", headers, body: JSON.stringify({ query }) });
      return answer.json();
    };
    expect(await send('mutation { createTodo(input: { id: "1", name: "try it" }) { id name done } }')).toEqual({
      data: { createTodo: { id: "1", name: "try it", done: null } },
    });
    expect(await send("{ listTodos { items { name } nextToken } }")).toEqual({
      data: { listTodos: { items: [{ name: "try it" }], nextToken: null } },
    });

    expect(await ended(await aws("amplifybackend", "delete-backend", ...here))).toMatchObject({ Status: "COMPLETED" });
  }, 240_000);

  test("a wrong key is refused with the name AWS uses", async () => {
    if ("missing" in python) return;
    const env = {
      AWS_ACCESS_KEY_ID: "AKIAAAAAAAAAAAAAAAAA",
      AWS_SECRET_ACCESS_KEY: "x".repeat(40),
      AWS_ENDPOINT_URL: server.url,
      AWS_DEFAULT_REGION: "us-east-1",
      HOME: folder,
    };
    const refused = await runProgram(python.aws, ["amplifybackend", "list-s3-buckets"], env);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("UnrecognizedClientException");
  }, 60_000);
});
