/** The APIs as they are served: loaded on first use, replaced as a whole when schema or keys change. */

import type { Clock } from "#ports/clock";
import type { Databases } from "#ports/database";
import type { Fanout } from "#ports/fanout";
import type { Log } from "#ports/log";
import type { Random } from "#ports/random";
import { strategyOf } from "#graphql/apiConfig";
import { openHandler } from "#graphql/conflict/handler";
import { KeyRing } from "#graphql/modes/apiKey";
import { type Gatekeeper, openGatekeeper } from "#graphql/modes/gatekeeper";
import type { ModeServices } from "#graphql/modes/mode";
import { modeSettings } from "#graphql/modes/settings";
import { type Api, type ConflictService, openApi, type PageTokens, type QuerySettings } from "#graphql/query/api";
import { type LoggedConflict, readConflicts } from "#graphql/query/conflictLog";
import type { Table } from "#graphql/query/table";
import { lastStamp, purge } from "#graphql/query/tombstones";
import { VersionClock } from "#graphql/query/versionClock";
import { Engine } from "#graphql/query/engine";
import { Lru } from "#graphql/query/lru";
import { publisherOf } from "#graphql/realtime/topic";
import { type ApiSchema, buildApiSchema } from "#graphql/schema/build";
import type { ModelType } from "#graphql/sdl/model";
import type { ApiKeyStore } from "#graphql/store/apiKeys";
import type { ApiRow, ApiStore } from "#graphql/store/apis";
import { type Catalogue, readCatalogue } from "#graphql/tables/catalogue";
import { Gate } from "./gate.ts";

/** One version of an API, ready to answer. */
export interface Runtime {
  readonly apiId: string;
  /** Of the schema, as the API's own database counts them. */
  readonly version: number;
  readonly sdl: string;
  readonly api: Api;
  readonly engine: Engine;
  readonly gatekeeper: Gatekeeper;
  /** The newest conflicts of versioned records first. */
  conflicts(limit: number): Promise<readonly LoggedConflict[]>;
}

export interface RuntimeParts {
  readonly modes: ModeServices;
  /** The function that settles conflicts of an API, where the operator named one. */
  readonly conflictHandlerOf: (apiName: string) => string | undefined;
  readonly region: string;
  /** The function that authorizes callers of an API, where the operator named one. */
  readonly authorizerOf: (apiName: string) => string | undefined;
  readonly databases: Databases;
  readonly apis: ApiStore;
  readonly apiKeys: ApiKeyStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly tokens: PageTokens;
  readonly settings: QuerySettings;
  /** Takes committed mutations to those who subscribe to them. */
  readonly fanout: Fanout;
}

/** What of an API's row opens it. */
export type OpenRow = Omit<ApiRow, "state" | "resourceId">;

/** APIs kept loaded; others are loaded again when they are asked for. */
const kept = 200;

export class Runtimes {
  readonly #parts: RuntimeParts;
  readonly #loaded = new Lru<Runtime>(kept);
  readonly #loading = new Map<string, Promise<Runtime | undefined>>();
  readonly #gates = new Map<string, Gate>();
  /** They outlive what is loaded: writes that began on it may still be under way when the next is. */
  readonly #clocks = new Map<string, VersionClock>();

  constructor(parts: RuntimeParts) {
    this.#parts = parts;
  }

  /** The API where it is in memory. */
  loaded(apiId: string): Runtime | undefined {
    return this.#loaded.get(apiId);
  }

  /** Undefined when there is no such API. */
  async get(apiId: string): Promise<Runtime | undefined> {
    const loaded = this.#loaded.get(apiId);
    if (loaded !== undefined) return loaded;
    const loading = this.#loading.get(apiId) ?? this.#load(apiId);
    this.#loading.set(apiId, loading);
    try {
      const runtime = await loading;
      // One that was told to reload meanwhile may have read what has changed since.
      if (runtime !== undefined && this.#loading.get(apiId) === loading) this.#loaded.set(apiId, runtime);
      return runtime;
    } finally {
      if (this.#loading.get(apiId) === loading) this.#loading.delete(apiId);
    }
  }

  gate(apiId: string): Gate {
    const gate = this.#gates.get(apiId) ?? new Gate();
    this.#gates.set(apiId, gate);
    return gate;
  }

  #clock(apiId: string): VersionClock {
    const clock = this.#clocks.get(apiId) ?? new VersionClock(this.#parts.clock);
    this.#clocks.set(apiId, clock);
    return clock;
  }

  /** Serves this catalogue from now on; requests under way end on the version they began with. */
  async replace(row: OpenRow, catalogue: Catalogue, schema?: ApiSchema): Promise<void> {
    this.#loaded.set(row.apiId, await this.#open(row, catalogue, schema));
  }

  /** What belongs to the API besides its schema has changed: the next request reads it anew. */
  reload(apiId: string): void {
    this.#loading.delete(apiId);
    this.#loaded.delete(apiId);
  }

  forget(apiId: string): void {
    this.#loaded.delete(apiId);
    this.#gates.delete(apiId);
    this.#clocks.delete(apiId);
  }

  async #load(apiId: string): Promise<Runtime | undefined> {
    const row = await this.#parts.apis.byId(apiId);
    if (row === undefined || row.state === "creating") return undefined;
    const database = await this.#parts.databases.open(databaseName(apiId));
    const catalogue = await readCatalogue(database, database.spelling);
    if (catalogue === undefined) return undefined;
    return this.#open(row, catalogue);
  }

  async #open(row: OpenRow, catalogue: Catalogue, schema?: ApiSchema): Promise<Runtime> {
    const { databases, apiKeys, clock, random, tokens, settings, log, modes, authorizerOf } = this.#parts;
    const { apiId, config } = row;
    const built = schema ?? buildApiSchema(catalogue.model);
    const database = await databases.open(databaseName(apiId));
    const versions = this.#clock(apiId);
    const conflict = ({ conflict: own }: ModelType): ConflictService => ({
      strategy: strategyOf(config, own),
      ask: openHandler(
        modes.functions,
        own?.handler ?? this.#parts.conflictHandlerOf(config.ApiName),
        this.#parts.region,
      ),
    });
    const resolvers = {
      functions: modes.functions,
      outbound: modes.outbound,
      environment: row.environment,
      region: this.#parts.region,
    };
    const publisher = publisherOf(this.#parts.fanout, apiId);
    const services = { database, clock, random, tokens, settings, resolvers, versions, conflict, publisher };
    const api = openApi(apiId, catalogue.model, built.schema, catalogue.layout, services);
    await prepareVersions(api);
    const engine = new Engine(api, (error, requestId) => {
      log.error({ apiId, requestId, error }, "A GraphQL field failed");
    });
    const keys = new KeyRing(await apiKeys.list(apiId));
    const context = { ...modes, api: row, keys, clock };
    const gatekeeper = openGatekeeper(modeSettings(config, authorizerOf(config.ApiName)), context);
    const conflicts = (limit: number): Promise<readonly LoggedConflict[]> =>
      versionedTables(api).length === 0 ? Promise.resolve([]) : readConflicts(database, limit);
    return { apiId, version: catalogue.version, sdl: built.sdl, api, engine, gatekeeper, conflicts };
  }
}

function versionedTables(api: Api): readonly Table[] {
  return [...api.tables.values()].filter((table) => table.changed !== undefined);
}

/** Stamps go on from the last one, whatever the machine's clock says now; what was deleted long ago is let go. */
async function prepareVersions(api: Api): Promise<void> {
  for (const table of versionedTables(api)) {
    const row = await api.database.first<{ last: number | null }>(lastStamp(table));
    api.versions.sawStamp(row?.last ?? 0);
    await api.database.run(purge(table, api.clock.now()));
  }
}

/** The database that holds an API's records. */
export function databaseName(apiId: string): string {
  return `graphql-${apiId}`;
}
