/** The front door of a whole server: health, metrics for this machine or by key, http and https, unknown paths, a stop without loss. */

import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningServer, startServer } from "../support/server.ts";

let server: RunningServer;
let guarded: RunningServer;

beforeAll(async () => {
  server = await startServer();
  guarded = await startServer({ env: { OHMSTEAD_METRICS_KEY: "measure-me" } });
});

afterAll(async () => {
  await Promise.all([server.stop(), guarded.stop()]);
});

test("health tells it is ready, and no other origin may read it", async () => {
  const answer = await fetch(`${server.url}/health`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ status: "ok" });
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});

test("metrics are given to this machine, and only by key where one is set", async () => {
  const open = await fetch(`${server.url}/metrics`);
  expect(await open.text()).toContain("ohmstead_requests_total");
  expect((await fetch(`${guarded.url}/metrics`)).status).toBe(403);
  const headers = { authorization: "Bearer measure-me" };
  expect((await fetch(`${guarded.url}/metrics`, { headers })).status).toBe(200);
});

test("the same port speaks https with a certificate of the local authority", async () => {
  const ca = readFileSync(join(server.data, "tls/ca.pem"), "utf8");
  const status = await new Promise((resolve, reject) => {
    request(`${server.httpsUrl}/health`, { ca }, (answer) => resolve(answer.resume().statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(200);
});

test("a path nobody knows is answered in the AWS error shape", async () => {
  const answer = await fetch(`${server.url}/nothing/here`, { method: "POST" });
  expect(answer.status).toBe(404);
  expect(answer.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
  expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
});

test("SIGTERM ends the server with exit code 0", async () => {
  const short = await startServer();
  expect(await short.stop()).toBe(0);
});
