/** Makes, changes and removes GraphQL APIs for the control plane. */

import type { Clock } from "#ports/clock";
import type { Databases } from "#ports/database";
import type { Progress, Provisioned, Provisioner, ProvisionRequest, ResourceAddress } from "#ports/provisioner";
import type { Random } from "#ports/random";
import { randomText } from "#kernel/id";
import {
  type ApiConfigInput,
  changedConfig,
  expirationDays,
  keyDescription,
  keySettings,
  newConfig,
  schemaSettings,
  strategyOf,
  type StoredApiConfig,
} from "./apiConfig.ts";
import { buildModel } from "./directives/build.ts";
import { apiNameTaken, noConflictHandler, unknownApi } from "./faults.ts";
import { expiry, newKeyText } from "./modes/apiKey.ts";
import type { ModeServices } from "./modes/mode.ts";
import { modeOf, modeSettings } from "./modes/settings.ts";
import { buildApiSchema } from "./schema/build.ts";
import type { Model } from "./sdl/model.ts";
import { databaseName, type Runtimes } from "./serve/runtime.ts";
import { refuseUnserved } from "./serve/unserved.ts";
import type { ApiKey, ApiKeyStore } from "./store/apiKeys.ts";
import type { ApiRow, ApiStore } from "./store/apis.ts";
import { applyModel } from "./tables/apply.ts";
import { readCatalogue } from "./tables/catalogue.ts";

export interface ProvisionParts {
  readonly databases: Databases;
  readonly apis: ApiStore;
  readonly apiKeys: ApiKeyStore;
  readonly runtimes: Runtimes;
  readonly clock: Clock;
  readonly random: Random;
  readonly modes: ModeServices;
  /** The function that authorizes callers of an API, where the operator named one. */
  readonly authorizerOf: (apiName: string) => string | undefined;
  /** The function that settles conflicts of an API, where the operator named one. */
  readonly conflictHandlerOf: (apiName: string) => string | undefined;
  /** Where clients reach this server, without a trailing slash. */
  readonly baseUrl: () => string;
}

export class GraphqlProvisioner implements Provisioner<ApiConfigInput> {
  readonly category = "api";
  readonly #parts: ProvisionParts;

  constructor(parts: ProvisionParts) {
    this.#parts = parts;
  }

  async create(request: ProvisionRequest<ApiConfigInput>, progress: Progress): Promise<Provisioned> {
    const { apis, random, clock } = this.#parts;
    const config = newConfig(request.config, request.resourceName);
    const known = await apis.byResource(request.resourceId);
    await this.#refuseTakenName(request, config.ApiName);
    await this.#checkModes(request, config);
    const row = known ?? (await apis.insert(request, randomText(random, 26), config, clock.now()));
    const key = await this.#bring(row, config, request.config, progress);
    await progress.report(`API ${row.apiId} answers at ${this.#endpoint(row.apiId)}.`);
    return this.#provisioned(row.apiId, config, key);
  }

  async update(request: ProvisionRequest<Partial<ApiConfigInput>>, progress: Progress): Promise<Provisioned> {
    const row = await this.#parts.apis.byResource(request.resourceId);
    if (row === undefined || row.state === "creating") throw unknownApi(request.resourceName);
    const config = changedConfig(row.config, request.config);
    await this.#refuseTakenName(request, config.ApiName);
    await this.#checkModes(request, config);
    const key = await this.#bring(row, config, request.config, progress);
    return this.#provisioned(row.apiId, config, key);
  }

  async remove(address: ResourceAddress): Promise<void> {
    const { apis, databases, runtimes } = this.#parts;
    const row = await apis.byResource(address.resourceId);
    if (row === undefined) return;
    await runtimes.gate(row.apiId).change(async () => {
      // First it stops being found, so that no request opens a database that is going.
      await apis.save(row.apiId, "creating", row.config, this.#parts.clock.now());
      runtimes.forget(row.apiId);
      await databases.drop(databaseName(row.apiId));
      await apis.remove(row.apiId);
    });
  }

  async describe(address: ResourceAddress): Promise<ApiConfigInput | undefined> {
    const row = await this.#parts.apis.byResource(address.resourceId);
    return row === undefined || row.state === "creating" ? undefined : row.config;
  }

  async list(): Promise<readonly string[]> {
    return (await this.#parts.apis.list()).map((row) => row.resourceId);
  }

  /** Ends what a crash cut off: the API's own database tells which schema is in force. */
  async recover(): Promise<void> {
    const { apis, databases, clock } = this.#parts;
    for (const row of await apis.list()) {
      if (row.state !== "changing") continue;
      const database = await databases.open(databaseName(row.apiId));
      const catalogue = await readCatalogue(database, database.spelling);
      const config = catalogue === undefined ? row.config : { ...row.config, TransformSchema: catalogue.sdl };
      await apis.save(row.apiId, "ready", config, clock.now());
    }
  }

  async #refuseTakenName(address: ResourceAddress, apiName: string): Promise<void> {
    const holder = await this.#parts.apis.byName(address.appId, address.environment, apiName);
    if (holder !== undefined && holder.resourceId !== address.resourceId)
      throw apiNameTaken(apiName, address.environment);
  }

  /**
   * Schema, tables, key, configuration, and the version that answers from then on. Nothing is changed before the whole
   * schema was understood; while tables change, writes wait.
   */
  async #bring(
    row: ApiRow,
    config: StoredApiConfig,
    given: ApiConfigInput,
    progress: Progress,
  ): Promise<ApiKey | undefined> {
    const { apis, databases, runtimes, clock, authorizerOf } = this.#parts;
    const model = buildModel(config.TransformSchema, schemaSettings(config, authorizerOf(config.ApiName)));
    refuseUnserved(model);
    this.#checkHandlers(model, config);
    const schema = buildApiSchema(model);
    await progress.report(
      `The schema has ${count(model.models.length, "model")} and ${count(model.objects.length, "other type")}.`,
    );
    for (const warning of model.warnings) await progress.report(`Warning: ${warning}`);
    progress.signal.throwIfAborted();
    const { key, warnings } = await runtimes.gate(row.apiId).change(async () => {
      const database = await databases.open(databaseName(row.apiId));
      if (row.state !== "creating") await apis.save(row.apiId, "changing", row.config, clock.now());
      const applied = await applyModel(database, config.TransformSchema, model, clock.now()).catch(
        async (error: unknown) => {
          if (row.state !== "creating") await apis.save(row.apiId, "ready", row.config, clock.now());
          throw error;
        },
      );
      const key = await this.#ensureKey(row.apiId, config, row.state === "creating" ? undefined : given);
      await apis.save(row.apiId, "ready", config, clock.now());
      await runtimes.replace({ ...row, config }, applied.catalogue, schema);
      return { key, warnings: applied.warnings };
    });
    for (const warning of warnings) await progress.report(`Warning: ${warning}`);
    return key;
  }

  async #checkModes({ appId, environment }: ResourceAddress, config: StoredApiConfig): Promise<void> {
    const { modes, authorizerOf, conflictHandlerOf, clock } = this.#parts;
    if (strategyOf(config).name === "LAMBDA" && conflictHandlerOf(config.ApiName) === undefined)
      throw noConflictHandler(config.ApiName);
    for (const setting of modeSettings(config, authorizerOf(config.ApiName))) {
      await modeOf(setting).check?.(setting, { ...modes, api: { appId, environment }, clock });
    }
  }

  /** Where a function settles conflicts of a model, there must be one. */
  #checkHandlers({ models }: Model, config: StoredApiConfig): void {
    if (this.#parts.conflictHandlerOf(config.ApiName) !== undefined) return;
    for (const { name, conflict } of models) {
      if (conflict?.strategy === "LAMBDA" && conflict.handler === undefined)
        throw noConflictHandler(config.ApiName, name);
    }
  }

  /** The API's key, made on first need; an update that names an expiration or description changes it. */
  async #ensureKey(
    apiId: string,
    config: StoredApiConfig,
    given: ApiConfigInput | undefined,
  ): Promise<ApiKey | undefined> {
    const { apiKeys, random, clock } = this.#parts;
    if (keySettings(config) === undefined) return undefined;
    const now = clock.now();
    const [key] = await apiKeys.list(apiId);
    if (key === undefined) {
      const made: ApiKey = {
        keyId: random.uuid(),
        apiId,
        key: newKeyText(random),
        description: keyDescription(config),
        expiresAt: expiry(now, expirationDays(config)),
        createdAt: now,
      };
      await apiKeys.insert(made);
      return made;
    }
    const isExtended = given !== undefined && keySettings(given)?.ExpirationTime !== undefined;
    const expiresAt = isExtended ? expiry(now, expirationDays(config)) : key.expiresAt;
    const changed = { ...key, description: keyDescription(config), expiresAt };
    await apiKeys.change(key.keyId, changed);
    return changed;
  }

  #endpoint(apiId: string): string {
    return `${this.#parts.baseUrl()}/graphql/${apiId}`;
  }

  #provisioned(apiId: string, config: StoredApiConfig, key: ApiKey | undefined): Provisioned {
    const settings = modeSettings(config, this.#parts.authorizerOf(config.ApiName));
    const [first, ...others] = settings.map((setting) => modeOf(setting).describe(setting));
    const authConfig = { defaultAuthentication: first, additionalAuthenticationProviders: others };
    return {
      outputs: {
        authConfig,
        GraphQLAPIIdOutput: apiId,
        GraphQLAPIEndpointOutput: this.#endpoint(apiId),
        ...(key === undefined ? {} : { GraphQLAPIKeyOutput: key.key }),
      },
      meta: { service: "AppSync" },
      imported: false,
    };
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
