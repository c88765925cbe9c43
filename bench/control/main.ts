/** Control-plane requests a second (GetBackend, signed once, sent many times) against a bare node:http server that answers the same bytes. */

import { signRequest } from "#kernel/wire/sign";
import { createBackend, clientOf } from "../support/backend.ts";
import { bareServer, burst, type Request, sideBySide } from "../support/load.ts";
import { startServer, type RunningServer } from "../../tests/support/server.ts";

function signed(server: RunningServer, path: string, body: string): Request {
  const host = new URL(server.url).host;
  const headers = { host, "content-type": "application/json" };
  const scope = { credentials: server.accessKey, region: "us-east-1", service: "amplifybackend", now: Date.now() };
  return { method: "POST", path, body, headers: signRequest({ method: "POST", rawUrl: path, headers, body }, scope) };
}

const server = await startServer({ built: true });
const client = clientOf(server);
await createBackend(client, "dbench0001");
const request = signed(server, "/backend/dbench0001/details", '{"backendEnvironmentName":"dev"}');
const sample = await fetch(server.url + request.path, { method: "POST", headers: request.headers, body: request.body });
const bytes = await sample.text();
if (sample.status !== 200) throw new Error(`GetBackend answered ${sample.status}: ${bytes}`);
const bare = await bareServer(bytes, "application/json");
const {
  ours,
  bare: ceiling,
  ratio,
} = await sideBySide(
  () => burst(server.url, request),
  () => burst(bare.url, request),
);
console.log(`GetBackend, 16 connections, ${bytes.length} bytes an answer (median of 3 rounds in turn)`);
for (const [name, figures] of [
  ["Ohmstead", ours],
  ["bare node:http", ceiling],
] as const) {
  const { requestsPerSecond, p50, p99, failures } = figures;
  console.log(
    `  ${name}: ${Math.round(requestsPerSecond)} requests/s, p50 ${p50} ms, p99 ${p99} ms, ${failures} failed`,
  );
}
console.log(`  ratio ${ratio.toFixed(2)}`);
await bare.stop();
await server.stop();
