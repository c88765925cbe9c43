/** User pools and identity pools on a real port, driven by the AWS SDK; mail, SMS and functions are caught. */

import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CognitoIdentityClient } from "@aws-sdk/client-cognito-identity";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { createMemoryFanout } from "#adapters/fanout/memory";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { type Auth, createAuth } from "#auth/auth";
import { migrations } from "#auth/migrations/list";
import type { CreateBackendAuthResourceConfigTypeDef } from "#generated/types/amplifyBackend";
import { cognitoIdentity } from "#generated/wire/cognitoIdentity";
import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { createSealer } from "#kernel/crypto/seal";
import { migrate } from "#kernel/sql/migrate";
import type { WireRequest, WireResponse } from "#kernel/wire/http";
import { createNodeHandler } from "#kernel/wire/nodeHttp";
import { createWireService } from "#kernel/wire/service";
import { createSigV4Verifier } from "#kernel/wire/sigv4";
import type { ServiceSchema } from "#generated/schema";
import type { Caller } from "#ports/caller";
import type { Functions } from "#ports/functions";
import type { Log } from "#ports/log";
import type { Mail } from "#ports/mail";
import type { Progress, ProvisionRequest } from "#ports/provisioner";
import type { Sms } from "#ports/sms";

export interface TriggerEvent {
  readonly triggerSource: string;
  readonly userName: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** What a user pool made by CreateBackendAuth is reached by. */
export interface Made {
  readonly resourceId: string;
  readonly userPoolId: string;
  readonly webClientId: string;
  readonly nativeClientId: string;
  readonly identityPoolId: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
}

export interface PoolServer {
  readonly url: string;
  readonly auth: Auth;
  readonly mails: Mail[];
  readonly texts: Sms[];
  /** Functions by name; each answers the `response` of its event. */
  readonly functions: Map<string, (event: TriggerEvent) => Readonly<Record<string, unknown>>>;
  readonly events: TriggerEvent[];
  /** The AWS SDK with the root key. */
  readonly idp: CognitoIdentityProviderClient;
  readonly identity: CognitoIdentityClient;
  /** Moves the plane's clock. */
  pass(milliseconds: number): void;
  /** The code in the newest message to the address. */
  code(address: string): string;
  make(config: CreateBackendAuthResourceConfigTypeDef): Promise<Made>;
  close(): Promise<void>;
}

export const rootKey = {
  accessKeyId: "AKIAPOOLSERVER000001",
  secretAccessKey: "secret-of-the-pool-server-for-tests-only",
};
export const progress: Progress = { report: async () => undefined, signal: new AbortController().signal };

export async function startPoolServer(): Promise<PoolServer> {
  const folder = await mkdtemp(join(tmpdir(), "ohmstead-pools-"));
  const databases = sqliteDatabases({ folder });
  const database = await databases.open("house");
  await migrate(database, "auth", migrations);
  const masterKey = randomBytes(32);
  const mails: Mail[] = [];
  const texts: Sms[] = [];
  const events: TriggerEvent[] = [];
  const functions: PoolServer["functions"] = new Map();
  let offset = 0;
  let url = "";
  const auth = createAuth({
    database,
    sealer: createSealer(masterKey),
    masterKey,
    mail: { send: async (mail) => void mails.push(mail) },
    sms: { send: async (sms) => void texts.push(sms) },
    functions: callable(functions, events),
    fanout: createMemoryFanout((error) => failingLog.error({ error }, "A listener failed")),
    clock: { now: () => Date.now() + offset },
    random: { bytes: (count) => randomBytes(count), uuid: () => randomUUID() },
    log: failingLog,
    settings: { region: "us-east-1", accountId: "123456789012", baseUrl: () => url, issuerForm: "own" },
  });
  const http = createServer(createNodeHandler(doors(auth)));
  await new Promise<void>((resolve) => {
    http.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const options = { region: "us-east-1", endpoint: url, credentials: rootKey, maxAttempts: 1 };
  const idp = new CognitoIdentityProviderClient(options);
  const identity = new CognitoIdentityClient(options);
  return {
    url,
    auth,
    mails,
    texts,
    functions,
    events,
    idp,
    identity,
    pass: (milliseconds) => void (offset += milliseconds),
    code: (address) => newestCode(mails, texts, address),
    make: (config) => make(auth, config),
    async close() {
      idp.destroy();
      identity.destroy();
      http.closeAllConnections();
      await new Promise((resolve) => {
        http.close(resolve);
      });
      auth.stop();
      await databases.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Bugs must be seen: an operation that fails because of one throws out of the log. */
const failingLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: ({ error }, message) => {
    process.stderr.write(`${message}: ${error instanceof Error ? error.stack : ""}\n`);
  },
  child: () => failingLog,
};

function doors(auth: Auth): (request: WireRequest) => Promise<WireResponse> {
  const door = (schema: ServiceSchema, operations: Auth["userPools"]) => {
    const verify = createSigV4Verifier<Caller>({
      service: schema.signingName,
      clock: { now: () => Date.now() },
      lookup: async (accessKeyId) =>
        accessKeyId === rootKey.accessKeyId
          ? { secret: rootKey.secretAccessKey, caller: { kind: "accessKey", accessKeyId, root: true } }
          : undefined,
    });
    return createWireService({
      schema,
      operations,
      authenticate: async (request, name) =>
        auth.unsigned.has(name) ? { kind: "anonymous" } : (await verify(request)).caller,
      inputFaults: auth.inputFaults,
      log: failingLog,
    });
  };
  const idp = door(cognitoIdp, auth.userPools);
  const identity = door(cognitoIdentity, auth.identityPools);
  return async (request) => {
    if (request.method === "GET") return document(auth, request.rawUrl);
    const target = String(request.headers["x-amz-target"]);
    return target.startsWith("AWSCognitoIdentityService.") ? identity(request) : idp(request);
  };
}

async function document(auth: Auth, path: string): Promise<WireResponse> {
  const [, poolId = "", name = ""] = /^\/([^/]+)\/\.well-known\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
  const found = await (name === "jwks.json" ? auth.jwks(poolId) : auth.discovery(poolId));
  const headers = { "content-type": "application/json" };
  return { status: found ? 200 : 404, headers, body: JSON.stringify(found ?? {}) };
}

function callable(functions: PoolServer["functions"], events: TriggerEvent[]): Functions {
  return {
    async invoke(name, event) {
      const seen = structuredClone(event) as TriggerEvent;
      events.push(seen);
      const called = functions.get(name);
      const fail = (reason: string, text: string) =>
        Object.assign(new Error(text), { name: "FunctionFailure", reason });
      if (!called) throw fail("unavailable", `There is no function ${name}.`);
      try {
        return { ...seen, response: called(seen) };
      } catch (error) {
        throw fail("threw", error instanceof Error ? error.message : String(error));
      }
    },
  };
}

function newestCode(mails: readonly Mail[], texts: readonly Sms[], address: string): string {
  const newest = mails.findLast(({ to }) => to === address)?.body ?? texts.findLast(({ to }) => to === address)?.text;
  const code = /\b\d{6}\b/.exec(newest ?? "")?.[0];
  if (code === undefined) throw new Error(`No code was sent to ${address}.`);
  return code;
}

/** The address of a resource in an environment of its own. */
export function addressOf(resourceId: string): Omit<ProvisionRequest<unknown>, "config"> {
  return { appId: "dabcdef", environment: "dev", resourceName: "people", resourceId, siblings: [] };
}

async function make(auth: Auth, config: CreateBackendAuthResourceConfigTypeDef): Promise<Made> {
  const resourceId = randomUUID();
  const { outputs, meta } = await auth.provisioner.create({ ...addressOf(resourceId), config }, progress);
  const text = (name: string): string => (typeof outputs[name] === "string" ? outputs[name] : "");
  return {
    resourceId,
    userPoolId: text("UserPoolId"),
    webClientId: text("AppClientIDWeb"),
    nativeClientId: text("AppClientID"),
    identityPoolId: text("IdentityPoolId"),
    outputs,
    meta,
  };
}
