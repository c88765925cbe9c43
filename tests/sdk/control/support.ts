/** The control plane on a real port: SQLite in a temporary folder, the job engine, planes in memory, signatures checked. */

import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request, type RequestOptions, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { randomBytes, randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AmplifyClient } from "@aws-sdk/client-amplify";
import { AmplifyBackendClient, GetBackendJobCommand } from "@aws-sdk/client-amplifybackend";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { type Control, type ControlOptions, createControl } from "#control/control";
import { migrations } from "#control/migrations/list";
import { amplify } from "#generated/wire/amplify";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { createSealer } from "#kernel/crypto/seal";
import { createJobs } from "#kernel/jobs/engine";
import { jobMigrations } from "#kernel/jobs/migrations/list";
import { migrate } from "#kernel/sql/migrate";
import { renderPlainFault } from "#kernel/wire/errorBody";
import { Fault } from "#kernel/wire/fault";
import type { WireRequest, WireResponse } from "#kernel/wire/http";
import { createNodeHandler } from "#kernel/wire/nodeHttp";
import { createJsonApi } from "#kernel/wire/jsonApi";
import { createWireService, type WireService } from "#kernel/wire/service";
import { createSigV4Verifier } from "#kernel/wire/sigv4";
import { signRequest } from "#kernel/wire/sign";
import type { Caller } from "#ports/caller";
import type { Row } from "#ports/database";
import type { Log } from "#ports/log";
import type { Random } from "#ports/random";
import { createMemoryPlane, type MemoryPlane } from "../../support/memoryPlane.ts";
import { responseProblems } from "./seedShape.ts";

export type Settings = Partial<
  Pick<ControlOptions, "provisioners" | "buckets" | "planeTimeoutMs" | "challengeLifeMs" | "challengeLimit">
>;

export interface ControlServer {
  readonly endpoint: string;
  readonly client: AmplifyBackendClient;
  readonly amplify: AmplifyClient;
  readonly control: Control;
  readonly planes: { readonly api: MemoryPlane; readonly auth: MemoryPlane; readonly storage: MemoryPlane };
  /** Moves the clock of the control plane, not that of signatures. */
  readonly clock: { offset: number };
  /** What the log was told as an error. */
  readonly bugs: unknown[];
  /** A signed request of the operator API. */
  operator(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Any request, signed for AmplifyBackend: for what no SDK sends. */
  raw(method: string, path: string, body?: string): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Waits until a job ended. */
  ended(job: JobHandle): Promise<{ status: string; error: string; operation: string }>;
  rows(table: string): Promise<readonly Row[]>;
  /** @throws when any answer broke the response shapes of the seed, or the log was told of an error. */
  close(): Promise<void>;
}

export interface JobHandle {
  readonly AppId?: string | undefined;
  readonly BackendEnvironmentName?: string | undefined;
  readonly JobId?: string | undefined;
}

const region = "us-east-1";
const random: Random = { bytes: (count) => new Uint8Array(randomBytes(count)), uuid: () => randomUUID() };

export async function startControl(settings: Settings = {}): Promise<ControlServer> {
  const folder = mkdtempSync(join(tmpdir(), "ohmstead-control-"));
  const databases = sqliteDatabases({ folder });
  const database = await databases.open("house");
  await migrate(database, "jobs", jobMigrations);
  await migrate(database, "control", migrations);
  const bugs: unknown[] = [];
  const log = logOf(bugs);
  const clock = { offset: 0, now: () => Date.now() + clock.offset };
  const jobs = createJobs({ database, clock, log, owner: randomUUID(), soleOwner: true });
  const planes = {
    api: createMemoryPlane("api"),
    auth: createMemoryPlane("auth"),
    storage: createMemoryPlane("storage"),
  };
  const key = random.bytes(32);
  const control = createControl({
    database,
    jobs,
    provisioners: planes,
    models: planes.api.models,
    clock,
    random,
    log,
    sealer: createSealer(key),
    tokenKey: key,
    region,
    accountId: "000000000000",
    ...settings,
  });
  await jobs.start();
  const credentials = await control.accessKeys.ensureRoot(undefined);
  const problems: string[] = [];
  const http = await listen(serveAll(control, log, problems), bugs);
  const endpoint = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const options = { endpoint, region, credentials, maxAttempts: 1 };
  const client = new AmplifyBackendClient(options);
  const call = caller(endpoint, credentials);
  return {
    endpoint,
    client,
    amplify: new AmplifyClient(options),
    control,
    planes,
    clock,
    bugs,
    operator: (method, path, body) => call("ohmstead", method, path, body === undefined ? "" : JSON.stringify(body)),
    raw: (method, path, body = "") => call("amplifybackend", method, path, body),
    ended: (job) => ended(client, job),
    rows: (table) => database.all({ text: `select * from ${table}`, parameters: [] }),
    async close() {
      await close(http);
      await jobs.stop(1_000);
      await databases.close();
      rmSync(folder, { recursive: true, force: true });
      if (problems.length > 0) throw new Error(`Answers broke the seed's shapes: ${problems.join("; ")}`);
      if (bugs.length > 0) throw new AggregateError(bugs, `The log was told of bugs: ${JSON.stringify(bugs)}`);
    },
  };
}

function serveAll(control: Control, log: Log, problems: string[]): WireService {
  const verifier = (service: string) =>
    createSigV4Verifier<Caller>({
      service,
      region,
      clock: { now: Date.now },
      lookup: (id) => control.accessKeys.lookup(id),
    });
  const authenticate = (service: string) => {
    const verify = verifier(service);
    return async (request: WireRequest): Promise<Caller> => (await verify(request)).caller;
  };
  const backend = createWireService({
    schema: amplifyBackend,
    operations: control.amplifyBackend,
    authenticate: authenticate("amplifybackend"),
    log,
    observe: ({ requestId, operation }) => void operationOf.set(requestId, operation),
  });
  const operationOf = new Map<string, string>();
  const companion = createWireService({
    schema: amplify,
    operations: control.amplify,
    authenticate: authenticate("amplify"),
    log,
  });
  const operatorCaller = authenticate("ohmstead");
  const operator = createJsonApi("operator API", control.operatorRoutes, log);
  return async (request): Promise<WireResponse> => {
    if (request.rawUrl.startsWith("/apps")) return companion(request);
    if (request.rawUrl.startsWith("/_ohmstead/")) {
      try {
        return await operator(request, await operatorCaller(request));
      } catch (error) {
        if (error instanceof Fault) return renderPlainFault(error, request.requestId);
        throw error;
      }
    }
    const response = await backend(request);
    if (response.status === 200) {
      const operation = operationOf.get(request.requestId) ?? "";
      problems.push(...responseProblems(operation, JSON.parse(Buffer.from(response.body).toString("utf8"))));
    }
    return response;
  };
}

async function listen(serve: WireService, bugs: unknown[]): Promise<Server> {
  const http = createServer(createNodeHandler(serve, { onBug: (error) => void bugs.push(error) }));
  await new Promise<void>((resolve) => {
    http.listen(0, "127.0.0.1", resolve);
  });
  return http;
}

function close(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve());
    http.closeAllConnections();
  });
}

function caller(endpoint: string, credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }) {
  return async (service: string, method: string, path: string, body: string) => {
    const headers = signRequest(
      { method, rawUrl: path, headers: { host: new URL(endpoint).host, "content-type": "application/json" }, body },
      { credentials, region, service, now: Date.now() },
    );
    return exchange(endpoint, { method, path, headers }, body);
  };
}

/** The path goes out as it is: `fetch` would resolve dots first. */
function exchange(endpoint: string, options: RequestOptions, body: string) {
  return new Promise<{ status: number; body: Record<string, unknown> }>((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const sent = request({ hostname, port, ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function ended(client: AmplifyBackendClient, job: JobHandle) {
  const { AppId, BackendEnvironmentName, JobId } = job;
  for (;;) {
    const now = await client.send(new GetBackendJobCommand({ AppId, BackendEnvironmentName, JobId }));
    const { Status: status = "", Error: error = "", Operation: operation = "" } = now;
    if (status === "COMPLETED" || status === "FAILED") return { status, error, operation };
    await sleep(10);
  }
}

/** Errors that the log is given are bugs, which no test may cause unseen. */
function logOf(bugs: unknown[]): Log {
  const ignore = (): void => undefined;
  const log: Log = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (fields, message) => void bugs.push({ message, ...fields }),
    child: () => log,
  };
  return log;
}

/** Rows of every table of the control plane but access keys: what is left of apps, to see that nothing is. */
export async function leftovers(server: ControlServer): Promise<Readonly<Record<string, number>>> {
  const tables = [
    "control_apps",
    "control_environments",
    "control_resources",
    "control_backend_configs",
    "control_challenges",
  ];
  const counts = await Promise.all(tables.map(async (table) => [table, (await server.rows(table)).length] as const));
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

export const apiConfig = {
  ApiName: "notes",
  Service: "AppSync",
  TransformSchema: "type Note @model { id: ID! text: String }",
  DefaultAuthType: { Mode: "API_KEY" as const },
};

export const authConfig = {
  AuthResources: "IDENTITY_POOL_AND_USER_POOL" as const,
  Service: "COGNITO" as const,
  IdentityPoolConfigs: { IdentityPoolName: "people", UnauthenticatedLogin: true },
  UserPoolConfigs: {
    RequiredSignUpAttributes: ["EMAIL" as const],
    SignInMethod: "EMAIL" as const,
    UserPoolName: "people",
    OAuth: {
      DomainPrefix: "people",
      OAuthGrantType: "CODE" as const,
      OAuthScopes: ["OPENID" as const],
      RedirectSignInURIs: ["http://localhost:3000/"],
      RedirectSignOutURIs: ["http://localhost:3000/"],
      SocialProviderSettings: { Google: { ClientId: "google-id", ClientSecret: "google-secret-of-this-test" } },
    },
  },
};

export const storageConfig = {
  ServiceName: "S3" as const,
  BucketName: "pictures",
  Permissions: { Authenticated: ["READ" as const, "CREATE_AND_UPDATE" as const], UnAuthenticated: ["READ" as const] },
};
