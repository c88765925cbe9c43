/** The graphql plane put together, for the composition root. */

import type { Sealer } from "#kernel/crypto/seal";
import { createSignedTokens } from "#kernel/crypto/signedToken";
import { migrate } from "#kernel/sql/migrate";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import type { Clock } from "#ports/clock";
import type { Database, Databases } from "#ports/database";
import type { Fanout } from "#ports/fanout";
import type { Log } from "#ports/log";
import type { ModelGenerator, Provisioner } from "#ports/provisioner";
import type { Random } from "#ports/random";
import type { ApiConfigInput } from "./apiConfig.ts";
import { migrations } from "./migrations/list.ts";
import { ApiModels } from "./models/generate.ts";
import { operatorRoutes } from "./operator/list.ts";
import { GraphqlProvisioner } from "./provision.ts";
import type { ModeServices } from "./modes/mode.ts";
import type { QuerySettings } from "./query/api.ts";
import type { Happening } from "./realtime/connection.ts";
import type { RealtimeLimits } from "./realtime/limits.ts";
import { Realtime } from "./realtime/realtime.ts";
import { createHandler, type HandleGraphql } from "./serve/http.ts";
import { Runtimes } from "./serve/runtime.ts";
import { ApiKeyStore } from "./store/apiKeys.ts";
import { ApiStore } from "./store/apis.ts";
import { ModelStore } from "./store/models.ts";

export interface GraphqlOptions {
  /** Opens the database of each API. */
  readonly databases: Databases;
  /** The house database: which APIs there are. */
  readonly house: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Seals API keys at rest. */
  readonly sealer: Pick<Sealer, "seal" | "openText">;
  /** 32 bytes that sign nextTokens; the same after a restart, or clients' tokens become invalid. */
  readonly tokenKey: Uint8Array;
  /** Where clients reach this server, such as http://127.0.0.1:4600. Asked when an endpoint is told. */
  readonly baseUrl: () => string;
  /** What the modes of authorization ask of the rest of the house. */
  readonly modes: ModeServices;
  /** Functions that settle conflicts (LAMBDA), by API name; `*` for every API. */
  readonly conflictHandlers?: ReadonlyMap<string, string>;
  /** Stands for `${aws_region}` in schemas. */
  readonly region: string;
  /** Functions that authorize callers (AWS_LAMBDA), by API name; `*` for every API. */
  readonly authorizers?: ReadonlyMap<string, string>;
  readonly settings?: Partial<QuerySettings>;
  /** Takes committed mutations to subscribers, of this process or of all replicas. */
  readonly fanout: Fanout;
  /** Told of each delivery, refusal and slow reader of the realtime endpoint. */
  readonly count?: (what: Happening, times: number) => void;
  readonly realtimeLimits?: Partial<RealtimeLimits>;
}

export interface Graphql {
  readonly provisioner: Provisioner<ApiConfigInput>;
  readonly models: ModelGenerator;
  /** `/_ohmstead/v1/apis…` of the operator API. */
  readonly operatorRoutes: readonly JsonRoute[];
  /** Answers every request under /graphql/. */
  readonly handle: HandleGraphql;
  /** Websockets at /graphql/<apiId>/realtime. */
  readonly realtime: Pick<Realtime, "upgrade" | "counts" | "sweep" | "drain">;
  /** Prepares the tables and ends what a crash cut off. Call it before anything else. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The function named for an API, or for every API. */
function functionsByApi(names: ReadonlyMap<string, string> | undefined): (apiName: string) => string | undefined {
  return (apiName) => names?.get(apiName) ?? names?.get("*");
}

export function createGraphql(options: GraphqlOptions): Graphql {
  const { databases, house, clock, random, log, modes } = options;
  const authorizerOf = functionsByApi(options.authorizers);
  const apis = new ApiStore(house);
  const apiKeys = new ApiKeyStore(house, options.sealer);
  const tokens = createSignedTokens(options.tokenKey, "GraphQL nextToken");
  const settings: QuerySettings = { first: "filter", ...options.settings };
  const conflictHandlerOf = functionsByApi(options.conflictHandlers);
  const access = { modes, authorizerOf, conflictHandlerOf };
  const runtimes = new Runtimes({
    databases,
    apis,
    apiKeys,
    clock,
    random,
    log,
    tokens,
    settings,
    fanout: options.fanout,
    region: options.region,
    ...access,
  });
  const provisioner = new GraphqlProvisioner({
    databases,
    apis,
    apiKeys,
    runtimes,
    clock,
    random,
    ...access,
    baseUrl: options.baseUrl,
  });
  const { fanout, count, realtimeLimits } = options;
  const realtime = new Realtime({
    runtimes,
    fanout,
    standing: modes.standing,
    clock,
    random,
    log,
    ...(count === undefined ? {} : { count }),
    ...(realtimeLimits === undefined ? {} : { limits: realtimeLimits }),
  });
  return {
    provisioner,
    models: new ApiModels({ apis, models: new ModelStore(house), clock, authorizerOf }),
    operatorRoutes: operatorRoutes({ apis, apiKeys, runtimes, clock, random }),
    handle: createHandler({ runtimes, clock, log }),
    realtime,
    async start() {
      await migrate(house, "graphql", migrations);
      await provisioner.recover();
    },
    // Databases belong to their opener; requests under way were drained by the front door.
    stop: () => realtime.drain(),
  };
}
