/** One API on SQLite in memory of a temporary folder, asked as any caller: access rules without credentials around them. */

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { createFunctions } from "#adapters/functions/functions";
import { createOutbound } from "#adapters/outbound/guarded";
import type { ApiCaller } from "#graphql/access/caller";
import { buildModel } from "#graphql/directives/build";
import { type Api, openApi, type QuerySettings } from "#graphql/query/api";
import type { Publisher } from "#graphql/query/event";
import { none } from "#graphql/conflict/none";
import { VersionClock } from "#graphql/query/versionClock";
import { Engine } from "#graphql/query/engine";
import { buildApiSchema } from "#graphql/schema/build";
import { plainSettings, type SchemaSettings } from "#graphql/sdl/settings";
import { applyModel } from "#graphql/tables/apply";
import { createSignedTokens } from "#kernel/crypto/signedToken";
import type { Databases } from "#ports/database";
import type { Log } from "#ports/log";
import { listening } from "./statementLog.ts";

export interface CallerAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly path: readonly (string | number)[] | null;
    readonly errorType?: string;
    readonly message: string;
  }[];
}

export interface CallerApi {
  send(
    caller: ApiCaller,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    operationName?: string,
  ): Promise<CallerAnswer>;
  /** Every statement on the API's database so far. */
  readonly statements: string[];
  readonly bugs: unknown[];
  readonly warnings: readonly string[];
  readonly api: Api;
  readonly engine: Engine;
  close(): Promise<void>;
}

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** Functions and addresses of an operator who gave none. */
export const noResolvers = {
  functions: createFunctions({ table: {}, log: silent }),
  outbound: createOutbound({ allowed: [] }),
  environment: "dev",
  region: "us-east-1",
} as const;

/** All five providers, user pools by default. */
export const everyProvider: SchemaSettings = {
  ...plainSettings,
  defaultProvider: "userPools",
  otherProviders: ["apiKey", "iam", "oidc", "function"],
};

export async function openCallerApi(
  sdl: string,
  settings: SchemaSettings = everyProvider,
  query: Partial<QuerySettings> = {},
  publisher?: Publisher,
): Promise<CallerApi> {
  // Memory where there is such a folder: rules are asked here, not durability.
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "callers-"));
  const statements: string[] = [];
  const databases: Databases = listening(sqliteDatabases({ folder }), statements);
  const database = await databases.open("graphql-callers");
  const model = buildModel(sdl, settings);
  const { catalogue } = await applyModel(database, sdl, model, Date.parse("2026-05-01T12:00:00.000Z"));
  statements.length = 0;
  const bugs: unknown[] = [];
  let made = 0;
  const api = openApi("callers", model, buildApiSchema(model).schema, catalogue.layout, {
    database,
    clock: { now: () => Date.parse("2026-05-01T12:00:00.000Z") },
    random: { bytes: (count) => new Uint8Array(count).fill(7), uuid: () => `id-${(made += 1)}` },
    tokens: createSignedTokens(new Uint8Array(32), "test"),
    settings: { first: "filter", ...query },
    resolvers: noResolvers,
    versions: new VersionClock({ now: () => Date.parse("2026-05-01T12:00:00.000Z") }),
    conflict: () => ({ strategy: none, ask: () => Promise.resolve({ kind: "reject" }) }),
    ...(publisher === undefined ? {} : { publisher }),
  });
  const engine = new Engine(api, (error) => void bugs.push(error));
  return {
    statements,
    bugs,
    warnings: model.warnings,
    api,
    engine,
    async send(caller, text, variables = {}, operationName?) {
      const answer = await engine.execute({ query: text, operationName, variables }, caller, "request-id");
      return JSON.parse(answer) as CallerAnswer;
    },
    async close() {
      await databases.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A user of the pool: `name` is his username, his sub is derived from it. */
export function user(
  name: string,
  groups: readonly string[] = [],
  claims: Readonly<Record<string, unknown>> = {},
): ApiCaller {
  const sub = `sub-${name}`;
  const own = { sub, username: name, "cognito:groups": groups, ...claims };
  return { kind: "userPools", sub, username: name, groups, claims: own };
}

/** Somebody of an OpenID Connect provider. */
export function subject(name: string, claims: Readonly<Record<string, unknown>> = {}): ApiCaller {
  return {
    kind: "oidc",
    issuer: "https://issuer.example",
    subject: `sub-${name}`,
    claims: { sub: `sub-${name}`, username: name, ...claims },
  };
}

export const apiKey: ApiCaller = { kind: "apiKey", keyId: "key" };

function ofIdentityPool(authenticated: boolean): ApiCaller {
  const identity = {
    kind: "identity",
    accessKeyId: "ASIA",
    identityId: "us-east-1:id",
    identityPoolId: "us-east-1:pool",
    authenticated,
    roleArn: "arn:aws:iam::0:role/any",
    expiresAt: 0,
  } as const;
  return { kind: "iam", identity };
}

export const signedIn = ofIdentityPool(true);
export const guest = ofIdentityPool(false);
export const operator: ApiCaller = { kind: "iam", identity: { kind: "accessKey", accessKeyId: "AKIA", root: true } };

export function letIn(deniedFields: readonly string[] = []): ApiCaller {
  return { kind: "function", resolverContext: {}, deniedFields };
}
