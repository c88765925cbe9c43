/** Control-plane requests a second (GetBackend, signed once, sent many times) against a bare node:http server that answers the same bytes. */

import { SignatureV4 } from "@smithy/signature-v4";
import { createHash, createHmac } from "node:crypto";
import { createBackend, clientOf } from "../support/backend.ts";
import { bareServer, burst, type Request, sideBySide } from "../support/load.ts";
import { startServer, type RunningServer } from "../../tests/support/server.ts";

class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | Uint8Array) {
    this.#hash = secret ? createHmac("sha256", Buffer.from(secret as string)) : createHash("sha256");
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

async function signed(server: RunningServer, path: string, body: string): Promise<Request> {
  const url = new URL(server.url);
  const signer = new SignatureV4({
    service: "amplifybackend",
    region: "us-east-1",
    credentials: server.accessKey,
    sha256: Sha256,
  });
  const request = await signer.sign({
    method: "POST",
    protocol: "http:",
    hostname: url.hostname,
    port: Number(url.port),
    path,
    headers: { host: url.host, "content-type": "application/json" },
    body,
  });
  return { method: "POST", path, headers: request.headers, body };
}

const server = await startServer({ built: true });
const client = clientOf(server);
await createBackend(client, "dbench0001");
const request = await signed(server, "/backend/dbench0001/details", '{"backendEnvironmentName":"dev"}');
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
