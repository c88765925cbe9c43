/** An unmodified boto3 walks through all 31 operations; see scenario.py for the calls. */

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { type RunningServer, startServer } from "../support/server.ts";
import { preparePython, runProgram } from "./python.ts";

interface Line {
  readonly operation: string;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly Code: string; readonly Message: string };
  readonly status?: number;
  readonly requestId?: string;
}

const python = preparePython();
if ("missing" in python) console.log(`boto3 interop is skipped: ${python.missing}`);

describe.skipIf("missing" in python)("boto3", () => {
  let server: RunningServer;
  let lines: Line[] = [];

  beforeAll(async () => {
    if ("missing" in python) return;
    server = await startServer();
    const { accessKeyId, secretAccessKey } = server.accessKey;
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const script = join(import.meta.dirname, "scenario.py");
    const { code, stdout, stderr } = await runProgram(python.python, [script, server.url, "us-east-1"], env);
    if (code !== 0) throw new Error(`the scenario ended with ${code}:\n${stdout}\n${stderr}`);
    lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Line);
  }, 240_000);

  afterAll(async () => {
    await server?.stop();
  });

  const of = (operation: string): Line[] => lines.filter((line) => line.operation === operation);
  const jobs = (operation: string): unknown[] =>
    of("get_backend_job")
      .filter((line) => line.response?.["Operation"] === operation)
      .map((line) => line.response?.["Status"]);

  test("every operation of the model was called and answered by this server", () => {
    const snake = (name: string): string =>
      name
        .replace("APIModels", "ApiModels")
        .replace("API", "Api")
        .replace("S3", "_s3_")
        .replace(/(?<=[a-z])(?=[A-Z])/g, "_")
        .replaceAll("__", "_")
        .toLowerCase();
    const called = new Set(lines.map((line) => line.operation));
    expect(Object.keys(amplifyBackend.operations).filter((name) => !called.has(snake(name)))).toEqual([]);
    expect(lines.filter((line) => line.error?.Message === "")).toEqual([]);
  });

  test("backend, API, models, clone and removal jobs complete", () => {
    for (const operation of ["CreateBackend", "CreateBackendAPI", "UpdateBackendAPI", "GenerateBackendAPIModels"])
      expect([operation, ...jobs(operation)]).toEqual([operation, "COMPLETED"]);
    for (const operation of ["CloneBackend", "DeleteBackendAPI", "DeleteBackend", "RemoveAllBackends"])
      expect([operation, ...jobs(operation)]).toEqual([operation, "COMPLETED"]);
  });

  test("what was written is read back", () => {
    const [api] = of("get_backend_api");
    expect(api?.response?.["ResourceConfig"]).toMatchObject({ ApiName: "notes", Service: "AppSync" });
    const [models] = of("get_backend_api_models");
    expect(models?.response?.["Status"]).toBe("LATEST");
    expect(models?.response?.["Models"]).toContain("export const schema");
    const [named, project] = of("get_backend");
    expect(named?.response?.["BackendEnvironmentName"]).toBe("dev");
    expect(project?.response?.["BackendEnvironmentList"]).toEqual(["dev"]);
  });

  test("the token is given, read and deleted", () => {
    const session = of("create_token")[0]?.response?.["SessionId"];
    expect(of("get_token")[0]?.response?.["SessionId"]).toBe(session);
    expect(of("delete_token")[0]?.response?.["IsSuccess"]).toBe(true);
  });

  test("the paginator walks all jobs, newest first, none twice", () => {
    const listed = of("paginate_list_backend_jobs")[0]?.response?.["Jobs"] as { JobId: string; CreateTime: string }[];
    expect(new Set(listed.map((job) => job.JobId)).size).toBe(listed.length);
    expect(listed.length).toBeGreaterThan(3);
    const times = listed.map((job) => Number(job.CreateTime));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test("a request that makes no sense is refused by name", () => {
    expect(of("update_backend_job")[0]).toMatchObject({ status: 400, error: { Code: "BadRequestException" } });
  });

  test("after RemoveAllBackends with CleanAmplifyApp the app is gone", () => {
    expect(of("get_backend").at(-1)).toMatchObject({ status: 404, error: { Code: "NotFoundException" } });
  });
});
