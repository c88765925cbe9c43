/** The graphql plane on SQLite in a temporary folder, its clock in the test's hands. */

import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { createMemoryFanout } from "#adapters/fanout/memory";
import { createFunctions } from "#adapters/functions/functions";
import { createOutbound } from "#adapters/outbound/guarded";
import { createGraphql, type Graphql, type GraphqlOptions } from "#graphql/graphql";
import { createSealer } from "#kernel/crypto/seal";
import type { WireRequest, WireResponse } from "#kernel/wire/http";
import type { Databases } from "#ports/database";
import type { Log } from "#ports/log";
import type { Provisioned } from "#ports/provisioner";

type ApiConfig = Parameters<Graphql["provisioner"]["create"]>[0]["config"];

export interface GraphqlError {
  readonly path: readonly (string | number)[] | null;
  readonly errorType?: string;
  readonly message: string;
}

export interface Answer {
  readonly data: unknown;
  readonly errors?: readonly GraphqlError[];
  /** A part of data by its path: `listTodos.items`. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- a cast by another name, for tests only
  at<T = unknown>(path: string): T;
}

export interface TestApi {
  readonly id: string;
  readonly key: string;
  readonly outputs: Provisioned["outputs"];
  readonly resourceId: string;
  /** Lines of progress so far. */
  readonly progress: string[];
  send(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  http(request: Partial<WireRequest>): Promise<WireResponse>;
  update(config: Partial<ApiConfig>): Promise<Provisioned>;
}

export interface TestPlane {
  readonly graphql: Graphql;
  readonly databases: Databases;
  readonly clock: { now: number };
  readonly bugs: unknown[];
  api(
    sdl: string,
    config?: Partial<ApiConfig>,
    address?: { readonly resourceId?: string; readonly environment?: string },
  ): Promise<TestApi>;
  /** A second plane on the same data, as after a restart. */
  restart(): Promise<Graphql>;
  close(): Promise<void>;
}

export type PlaneSettings = Partial<
  Pick<GraphqlOptions, "settings" | "random" | "authorizers" | "conflictHandlers" | "realtimeLimits">
> & {
  /** Who else is let in; without them only API keys are. */
  readonly modes?: Partial<GraphqlOptions["modes"]>;
  /** Lets a test see every statement. */
  readonly wrap?: (databases: Databases) => Databases;
};

export async function openPlane(settings: PlaneSettings = {}): Promise<TestPlane> {
  const folder = mkdtempSync(join(tmpdir(), "graphql-"));
  const engine = sqliteDatabases({ folder });
  const databases = settings.wrap?.(engine) ?? engine;
  const clock = { now: Date.parse("2026-05-01T12:00:00.000Z") };
  const bugs: unknown[] = [];
  const sealer = createSealer(randomBytes(32));
  // With made-up randomness tokens come out the same each time.
  const tokenKey = settings.random === undefined ? randomBytes(32) : new Uint8Array(32);
  const start = async (): Promise<Graphql> => {
    const graphql = createGraphql({
      databases,
      house: await databases.open("house"),
      clock: { now: () => clock.now },
      random: settings.random ?? { bytes: (count) => randomBytes(count), uuid: () => randomUUID() },
      log: collectingLog(bugs),
      sealer,
      tokenKey,
      baseUrl: () => "http://127.0.0.1:4600",
      modes: { ...nobody, ...settings.modes },
      region: "us-east-1",
      fanout: createMemoryFanout((error) => void bugs.push(["A subscriber's delivery failed", error])),
      ...(settings.realtimeLimits === undefined ? {} : { realtimeLimits: settings.realtimeLimits }),
      ...(settings.conflictHandlers === undefined ? {} : { conflictHandlers: settings.conflictHandlers }),
      ...(settings.authorizers === undefined ? {} : { authorizers: settings.authorizers }),
      ...(settings.settings === undefined ? {} : { settings: settings.settings }),
    });
    await graphql.start();
    return graphql;
  };
  const graphql = await start();
  let made = 0;
  return {
    graphql,
    databases,
    clock,
    bugs,
    restart: start,
    async api(sdl, config = {}, address = {}) {
      made += 1;
      const at = {
        appId: "app",
        environment: "dev",
        resourceName: `api${made}`,
        resourceId: `resource-${made}`,
        siblings: [],
        ...address,
      };
      const progress: string[] = [];
      const report = { report: async (line: string) => void progress.push(line), signal: new AbortController().signal };
      const { outputs } = await graphql.provisioner.create(
        { ...at, config: { TransformSchema: sdl, ...config } },
        report,
      );
      const id = String(outputs["GraphQLAPIIdOutput"]);
      const key = String(outputs["GraphQLAPIKeyOutput"]);
      const http = (request: Partial<WireRequest>): Promise<WireResponse> =>
        graphql.handle({
          method: "POST",
          rawUrl: `/graphql/${id}`,
          headers: { "x-api-key": key },
          body: new Uint8Array(),
          requestId: "request-id",
          ...request,
        });
      return {
        id,
        key,
        outputs,
        resourceId: at.resourceId,
        progress,
        http,
        async send(query, variables) {
          const { body, status } = await http({ body: Buffer.from(JSON.stringify({ query, variables })) });
          if (status !== 200) throw new Error(`HTTP ${status}: ${String(body)}`);
          return readable(JSON.parse(String(body)) as Omit<Answer, "at">);
        },
        update: (change) => graphql.provisioner.update({ ...at, config: change }, report),
      };
    },
    async close() {
      await graphql.stop();
      await databases.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A house without pools, keys and functions. */
const nobody: GraphqlOptions["modes"] = {
  verifier: { verify: () => Promise.resolve({ ok: false, refusal: "malformed", reason: "There are no pools." }) },
  standing: { lostGroups: () => Promise.resolve([]), listen: () => () => undefined },
  pools: {
    userPoolOf: () => Promise.resolve(undefined),
    identityPoolOf: () => Promise.resolve(undefined),
    hasUserPool: () => Promise.resolve(false),
  },
  lookup: () => Promise.resolve(undefined),
  outbound: createOutbound({ allowed: [] }),
  functions: createFunctions({ table: {}, log: collectingLog([]) }),
};

/** `at` is hidden from comparisons of the whole answer. */
function readable(answer: Omit<Answer, "at">): Answer {
  const at = (path: string): unknown =>
    path.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], answer.data);
  return Object.defineProperty(answer, "at", { value: at, enumerable: false }) as Answer;
}

function collectingLog(bugs: unknown[]): Log {
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (fields, message) => void bugs.push([message, fields]),
    child: () => log,
  };
  return log;
}
