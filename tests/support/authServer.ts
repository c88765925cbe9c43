/** The auth plane on a real port: cognito-idp as clients reach it, with an outbox and functions that tests hold. */

import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { createMemoryFanout } from "#adapters/fanout/memory";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { type Auth, createAuth } from "#auth/auth";
import type { PoolSettings } from "#auth/pool";
import { migrations } from "#auth/migrations/list";
import type { CreateBackendAuthResourceConfigTypeDef } from "#generated/types/amplifyBackend";
import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { createSealer } from "#kernel/crypto/seal";
import { migrate } from "#kernel/sql/migrate";
import type { WireRequest, WireResponse } from "#kernel/wire/http";
import { createNodeHandler } from "#kernel/wire/nodeHttp";
import { createWireService } from "#kernel/wire/service";
import { createSigV4Verifier } from "#kernel/wire/sigv4";
import type { Caller } from "#ports/caller";
import type { Log } from "#ports/log";
import type { Mail } from "#ports/mail";
import type { Sms } from "#ports/sms";

export const credentials = { accessKeyId: "AKIDEXAMPLEKEY000002", secretAccessKey: "test-secret-of-the-pools" };

export interface MadePool {
  readonly userPoolId: string;
  readonly webClientId: string;
  readonly nativeClientId: string;
}

export interface AuthServer {
  readonly url: string;
  readonly auth: Auth;
  readonly mails: Mail[];
  readonly texts: Sms[];
  /** Operations in the order they were answered, each with its fault if it had one. */
  readonly calls: { readonly operation: string; readonly fault: string | undefined }[];
  /** Warnings and errors of the log. */
  readonly complaints: string[];
  /** A pool as CreateBackendAuth makes it, with some settings changed afterwards. */
  makePool(
    config: Partial<CreateBackendAuthResourceConfigTypeDef["UserPoolConfigs"]>,
    change?: Partial<PoolSettings>,
  ): Promise<MadePool>;
  /** Moves the server's clock. */
  pass(milliseconds: number): void;
  /** The digits of the last code that was sent to the address. */
  codeFor(address: string): string;
  close(): Promise<void>;
}

export async function startAuthServer(): Promise<AuthServer> {
  const folder = await mkdtemp(join(tmpdir(), "ohmstead-pools-"));
  const databases = sqliteDatabases({ folder });
  const database = await databases.open("house");
  await migrate(database, "auth", migrations);
  const mails: Mail[] = [];
  const texts: Sms[] = [];
  const calls: AuthServer["calls"] = [];
  const complaints: string[] = [];
  let offset = 0;
  let url = "";
  const clock = { now: () => Date.now() + offset };
  const masterKey = randomBytes(32);
  const log = recordingLog(complaints);
  const auth = createAuth({
    database,
    sealer: createSealer(masterKey),
    masterKey,
    mail: { send: async (mail) => void mails.push(mail) },
    sms: { send: async (sms) => void texts.push(sms) },
    functions: {
      invoke: async (name) => {
        throw Object.assign(new Error(`There is no function ${name}.`), {
          name: "FunctionFailure",
          reason: "unavailable",
        });
      },
    },
    fanout: createMemoryFanout((error) => log.error({ error }, "A listener failed")),
    clock,
    random: { bytes: (count) => randomBytes(count), uuid: () => randomUUID() },
    log,
    settings: { region: "us-east-1", accountId: "123456789012", baseUrl: () => url, issuerForm: "own" },
  });
  const verify = createSigV4Verifier<Caller>({
    service: "cognito-idp",
    region: "us-east-1",
    clock,
    lookup: async (accessKeyId) =>
      accessKeyId === credentials.accessKeyId
        ? { secret: credentials.secretAccessKey, caller: { kind: "accessKey", accessKeyId, root: true } }
        : undefined,
  });
  const service = createWireService({
    schema: cognitoIdp,
    operations: auth.userPools,
    inputFaults: auth.inputFaults,
    authenticate: async (request, operation) =>
      auth.unsigned.has(operation) ? { kind: "anonymous" } : (await verify(request)).caller,
    log,
    observe: ({ operation, fault }) => void calls.push({ operation, fault }),
  });
  const http = createServer(createNodeHandler((request) => route(auth, service, request)));
  await new Promise<void>((resolve) => {
    http.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  let made = 0;

  return {
    url,
    auth,
    mails,
    texts,
    calls,
    complaints,
    async makePool(config, change) {
      made += 1;
      const pool = await provision(auth, `r${made}`, config);
      if (change) await changePool(auth, pool.userPoolId, change, clock.now());
      return pool;
    },
    pass: (milliseconds) => void (offset += milliseconds),
    codeFor: (address) => lastCode(mails, texts, address),
    async close() {
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      });
      auth.stop();
      await databases.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function route(
  auth: Auth,
  service: (request: WireRequest) => Promise<WireResponse>,
  request: WireRequest,
): Promise<WireResponse> {
  const document = /^\/([\w-]+)\/\.well-known\/(jwks\.json|openid-configuration)$/.exec(request.rawUrl);
  if (request.method !== "GET" || !document) return service(request);
  const [, poolId = "", name] = document;
  const body = await (name === "jwks.json" ? auth.jwks(poolId) : auth.discovery(poolId));
  const headers = { "content-type": "application/json" };
  return { status: body ? 200 : 404, headers, body: JSON.stringify(body ?? {}) };
}

async function provision(
  auth: Auth,
  id: string,
  config: Partial<CreateBackendAuthResourceConfigTypeDef["UserPoolConfigs"]>,
): Promise<MadePool> {
  const address = { appId: "d1", environment: "dev", resourceName: id, resourceId: id };
  const full: CreateBackendAuthResourceConfigTypeDef = {
    AuthResources: "USER_POOL_ONLY",
    Service: "COGNITO",
    UserPoolConfigs: {
      UserPoolName: `pool ${id}`,
      SignInMethod: "USERNAME",
      RequiredSignUpAttributes: ["EMAIL"],
      ...config,
    },
  };
  const progress = { report: async () => undefined, signal: new AbortController().signal };
  const { outputs } = await auth.provisioner.create({ ...address, config: full, siblings: [] }, progress);
  return {
    userPoolId: String(outputs["UserPoolId"]),
    webClientId: String(outputs["AppClientIDWeb"]),
    nativeClientId: String(outputs["AppClientID"]),
  };
}

async function changePool(auth: Auth, id: string, change: Partial<PoolSettings>, now: number): Promise<void> {
  const { pools } = auth.parts.stores;
  const pool = await pools.find(id);
  if (!pool || !(await pools.update(pool, { settings: { ...pool.settings, ...change } }, now))) {
    throw new Error(`The pool ${id} could not be changed.`);
  }
}

function lastCode(mails: readonly Mail[], texts: readonly Sms[], address: string): string {
  const mail = mails.findLast(({ to }) => to === address)?.body;
  const sms = texts.findLast(({ to }) => to === address)?.text;
  const code = /\b\d{6}\b/.exec(mail ?? sms ?? "")?.[0];
  if (code === undefined) throw new Error(`No code was sent to ${address}.`);
  return code;
}

function recordingLog(complaints: string[]): Log {
  const complain = (fields: Readonly<Record<string, unknown>>, message: string): void => {
    complaints.push(`${message} ${inspect(fields)}`);
  };
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: complain,
    error: complain,
    child: () => log,
  };
  return log;
}
