/** What a signed AmplifyBackend request costs in the wire room, against a bare node:http server that answers the same bytes. */

import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import autocannon from "autocannon";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import type { WireRequest } from "#kernel/wire/http";
import { createNodeHandler } from "#kernel/wire/nodeHttp";
import { createWireService } from "#kernel/wire/service";
import { signRequest } from "#kernel/wire/sign";
import { createSigV4Verifier } from "#kernel/wire/sigv4";
import type { Caller } from "#ports/caller";
import type { Log } from "#ports/log";

const credentials = { accessKeyId: "AKIDBENCH", secretAccessKey: "bench" };
const caller: Caller = { kind: "accessKey", accessKeyId: credentials.accessKeyId, root: true };
const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

const job = {
  AppId: "d1a2b3c4d5e6f7",
  BackendEnvironmentName: "dev",
  JobId: "0a1b2c3d-0000-4000-8000-000000000001",
  Operation: "CreateBackendAPI",
  Status: "PENDING",
  Error: "",
};
const body = JSON.stringify({
  backendEnvironmentName: "dev",
  resourceName: "blog",
  resourceConfig: {
    apiName: "blog",
    service: "AppSync",
    defaultAuthType: { mode: "API_KEY", settings: { expirationTime: 7 } },
    additionalAuthTypes: [
      { mode: "AWS_IAM" },
      { mode: "AMAZON_COGNITO_USER_POOLS", settings: { cognitoUserPoolId: "us-east-1_x" } },
    ],
    conflictResolution: { resolutionStrategy: "AUTOMERGE" },
    transformSchema: "type Post @model { id: ID! title: String! }",
  },
});

const verify = createSigV4Verifier<Caller>({
  service: "amplifybackend",
  region: "us-east-1",
  clock: { now: Date.now },
  lookup: (id) =>
    Promise.resolve(id === credentials.accessKeyId ? { secret: credentials.secretAccessKey, caller } : undefined),
});

function service(authenticate: (request: WireRequest) => Promise<Caller>) {
  const answer = () => Promise.resolve(job);
  return createWireService({
    schema: amplifyBackend,
    operations: Object.fromEntries(Object.keys(amplifyBackend.operations).map((name) => [name, answer])),
    authenticate,
    log: silent,
  });
}

const signedService = service(async (request) => (await verify(request)).caller);
const unsignedService = service(() => Promise.resolve(caller));

function signedRequest(host: string): { readonly rawUrl: string; readonly headers: Record<string, string> } {
  const rawUrl = "/backend/d1a2b3c4d5e6f7/api";
  const headers = signRequest(
    { method: "POST", rawUrl, headers: { host, "content-type": "application/json" }, body },
    { credentials, region: "us-east-1", service: "amplifybackend", now: Date.now() },
  );
  return { rawUrl, headers };
}

async function inProcess(name: string, serve: typeof signedService): Promise<void> {
  const { rawUrl, headers } = signedRequest("localhost");
  const request: WireRequest = { method: "POST", rawUrl, headers, body: Buffer.from(body), requestId: "r" };
  const response = await serve(request);
  if (response.status !== 200) throw new Error(`${name}: ${String(response.body)}`);
  const rounds = 50_000;
  for (let turn = 0; turn < 10_000; turn += 1) await serve(request);
  const started = performance.now();
  for (let turn = 0; turn < rounds; turn += 1) await serve(request);
  const each = ((performance.now() - started) / rounds) * 1000;
  console.log(`${name.padEnd(44)} ${each.toFixed(2)} us a request`);
}

const bareAnswer = JSON.stringify(
  Object.fromEntries(Object.entries(job).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value])),
);

/** Reads the body, answers the same bytes with the same headers, and knows nothing. */
const bare: RequestListener = (req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    res.writeHead(200, {
      "content-type": "application/json",
      "x-amzn-RequestId": "0a1b2c3d-0000-4000-8000-000000000001",
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
      "content-length": Buffer.byteLength(bareAnswer),
    });
    res.end(bareAnswer);
  });
};

interface Result {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

async function overHttp(listener: RequestListener): Promise<Result> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const { rawUrl, headers } = signedRequest(`127.0.0.1:${port}`);
  const before = process.threadCpuUsage();
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${rawUrl}`,
    method: "POST",
    headers,
    body,
    connections: 16,
    duration: 3,
    workers: 1,
  });
  const { user, system } = process.threadCpuUsage(before);
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 200, ${result.errors} errors`);
  return { perSecond: result.requests.average, cpuMicros: (user + system) / result.requests.total };
}

function median(results: readonly Result[]): Result {
  const sorted = results.toSorted((left, right) => left.perSecond - right.perSecond);
  return sorted[Math.floor(sorted.length / 2)] ?? { perSecond: 0, cpuMicros: 0 };
}

await inProcess("wire service, unsigned, in process", unsignedService);
await inProcess("wire service, SigV4, in process", signedService);

const peers: readonly (readonly [string, RequestListener])[] = [
  ["bare node:http, same bytes", bare],
  ["wire service, unsigned", createNodeHandler(unsignedService)],
  ["wire service, SigV4", createNodeHandler(signedService)],
];
const results = new Map(peers.map(([name]) => [name, [] as Result[]]));
for (let round = 0; round < 3; round += 1) {
  for (const [name, listener] of peers) results.get(name)?.push(await overHttp(listener));
}
const ceiling = median(results.get("bare node:http, same bytes") ?? []).perSecond;
for (const [name, rounds] of results) {
  const { perSecond, cpuMicros } = median(rounds);
  const share = ((perSecond / ceiling) * 100).toFixed(0);
  console.log(
    `${name.padEnd(44)} ${perSecond.toFixed(0)} requests/s (${share} % of bare), ${cpuMicros.toFixed(1)} us of server CPU each`,
  );
}
