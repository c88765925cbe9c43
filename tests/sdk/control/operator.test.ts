/** The operator API, signed for service `ohmstead`: access keys, jobs with progress, outbox. And requests no SDK sends. */

import { AmplifyBackendClient, GetBackendCommand } from "@aws-sdk/client-amplifybackend";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApi, makeBackend } from "./flows.ts";
import { type ControlServer, startControl } from "./support.ts";

let server: ControlServer;
beforeAll(async () => {
  server = await startControl();
  await makeBackend(server, "dops");
  await makeApi(server, "dops");
  await makeBackend(server, "dops2");
});
afterAll(() => server.close());

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly status: string;
  readonly root: boolean;
}

const keys = "/_ohmstead/v1/keys";
const ask = (credentials: Key) => {
  const options = { endpoint: server.endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  return new AmplifyBackendClient(options).send(new GetBackendCommand({ AppId: "dops" }));
};

describe("access keys", () => {
  it("are made, used, disabled, enabled and deleted, each at once", async () => {
    const made = (await server.operator("POST", keys, { description: "ci" })).body as unknown as Key;
    expect(made).toEqual({
      accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
    });
    await ask(made);
    const path = `${keys}/${made.accessKeyId}`;
    expect(await server.operator("POST", path, { status: "disabled" })).toMatchObject({ status: 200 });
    await expect(ask(made)).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    await server.operator("POST", path, { status: "active" });
    await ask(made);
    await server.operator("DELETE", path);
    await expect(ask(made)).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    expect(await server.operator("DELETE", path)).toMatchObject({ status: 404, body: { __type: "NotFoundException" } });
  });

  it("are listed without secrets, the root key first", async () => {
    await server.operator("POST", keys, { description: "second" });
    const { body } = await server.operator("GET", keys);
    const listed = body["keys"] as readonly object[];
    expect(listed[0]).toEqual({
      accessKeyId: expect.any(String),
      status: "active",
      root: true,
      description: "root",
      createdAt: expect.any(Number),
    });
    expect(listed).toHaveLength(2);
    expect(JSON.stringify(body)).not.toMatch(/secret/i);
  });

  it("keep the root key whatever is asked", async () => {
    const { body } = await server.operator("GET", keys);
    const root = (body["keys"] as readonly Key[]).find((key) => key.root);
    const path = `${keys}/${root?.accessKeyId}`;
    const disable = await server.operator("POST", path, { status: "disabled" });
    expect(disable).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("root key cannot be disabled") },
    });
    expect(await server.operator("DELETE", path)).toMatchObject({ status: 400 });
  });

  it("are sealed in the database", async () => {
    const made = (await server.operator("POST", keys)).body as unknown as Key;
    expect(JSON.stringify(await server.rows("control_access_keys"))).not.toContain(made.secretAccessKey);
  });

  it.each([
    ["POST", keys, [1]],
    ["POST", keys, { description: 7 }],
    ["POST", `${keys}/AKIAX`, { status: "paused" }],
    ["POST", keys, { description: "x".repeat(256) }],
  ])("refuses %s %s %j", async (method, path, body) => {
    expect(await server.operator(method, path, body)).toMatchObject({
      status: 400,
      body: { __type: "BadRequestException" },
    });
  });
});

describe("the root key", () => {
  it("is the same at the next start, and gives way to a chosen one", async () => {
    const { accessKeys } = server.control;
    const root = await accessKeys.ensureRoot(undefined);
    expect(await accessKeys.ensureRoot(undefined)).toEqual(root);
    const chosen = { accessKeyId: "AKIACHOSENCHOSEN0000", secretAccessKey: "a-secret-of-one-s-own-choice" };
    expect(await accessKeys.ensureRoot(chosen)).toEqual(chosen);
    expect(await accessKeys.lookup(root.accessKeyId)).toBeUndefined();
    expect(await accessKeys.lookup(chosen.accessKeyId)).toMatchObject({
      secret: chosen.secretAccessKey,
      caller: { root: true },
    });
    await expect(accessKeys.ensureRoot({ accessKeyId: "short", secretAccessKey: "x" })).rejects.toThrow("16 to 128");
    await accessKeys.ensureRoot(root);
  });
});

describe("jobs", () => {
  it("are shown with their progress, newest first", async () => {
    const { body } = await server.operator("GET", "/_ohmstead/v1/jobs?appId=dops&environment=dev");
    const jobs = body["jobs"] as readonly { operation: string; progress: { text: string }[] }[];
    expect(jobs.map(({ operation }) => operation)).toEqual(["CreateBackendAPI", "CreateBackend"]);
    expect(jobs[0]?.progress.map(({ text }) => text)).toContain("Registered notes in dev");
    expect(jobs[0]).not.toHaveProperty("input");
  });

  it("are shown for all apps, and one by one", async () => {
    const { body } = await server.operator("GET", "/_ohmstead/v1/jobs");
    const jobs = body["jobs"] as readonly { id: string; appId: string; createTime: number }[];
    expect(new Set(jobs.map(({ appId }) => appId))).toEqual(new Set(["dops", "dops2"]));
    expect(jobs.map(({ createTime }) => createTime)).toEqual(
      jobs.map(({ createTime }) => createTime).toSorted((a, b) => b - a),
    );
    const [job] = jobs;
    const one = await server.operator("GET", `/_ohmstead/v1/jobs/${job?.id}?appId=${job?.appId}`);
    expect(one.body).toEqual(job);
    const other = await server.operator("GET", `/_ohmstead/v1/jobs/${job?.id}?appId=dother`);
    expect(other).toMatchObject({ status: 404 });
  });

  it.each(["?environment=dev", "?appId=..%2f", "?appId=dops&environment=a%20b"])("refuses %s", async (query) => {
    expect(await server.operator("GET", `/_ohmstead/v1/jobs${query}`)).toMatchObject({ status: 400 });
  });
});

it("has an empty outbox while nothing sends", async () => {
  expect(await server.operator("GET", "/_ohmstead/v1/outbox")).toEqual({ status: 200, body: { messages: [] } });
});

it("answers 404 to other paths and methods", async () => {
  expect(await server.operator("GET", "/_ohmstead/v1/nothing")).toMatchObject({ status: 404 });
  expect(await server.operator("PUT", keys)).toMatchObject({ status: 404 });
  expect(await server.operator("GET", `${keys}/%zz`)).toMatchObject({ status: expect.toBeOneOf([400, 403, 404]) });
});

describe("requests that no SDK sends", () => {
  it.each([".", "..", "%2e%2e", "a%2Fb", "%00", "%F0%9F%98%80", "x".repeat(5_000), ""])(
    "refuses the label %j in every place with 400, 403 or 404",
    async (label) => {
      const paths = [
        `/backend/${label}/details`,
        `/backend/dops/api/${label}/details`,
        `/backend/dops/job/${label}/00000000-0000-4000-8000-000000000000`,
        `/backend/dops/challenge/${label}/remove`,
      ];
      for (const path of paths) {
        const { status } = await server.raw("POST", path, '{"resourceName":"notes"}');
        expect([400, 403, 404]).toContain(status);
      }
    },
  );

  it("refuses members of the wrong type", async () => {
    const bodies = [
      '{"appId":["dops"],"appName":"notes","backendEnvironmentName":"x"}',
      '{"appId":7,"appName":"notes","backendEnvironmentName":"x"}',
      "[]",
      "null",
      '{"appId"',
      '{"appId":"dops","appName":{},"backendEnvironmentName":"x"}',
    ];
    for (const body of bodies) expect(await server.raw("POST", "/backend", body)).toMatchObject({ status: 400 });
  });

  it("refuses members in CreateBackend's empty ResourceConfig", async () => {
    const body = '{"appId":"draw","appName":"notes","backendEnvironmentName":"dev","resourceConfig":{"size":"big"}}';
    const answer = await server.raw("POST", "/backend", body);
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining("size") } });
  });
});
