/** Store: the APIs there are, and their configuration. */

import { type Builder, createBuilder } from "#kernel/sql/builder";
import type { StoredApiConfig } from "#graphql/apiConfig";
import type { Database, Row } from "#ports/database";
import type { ResourceAddress } from "#ports/provisioner";
import type { ApisTable, GraphqlTables } from "./tables.ts";

export type ApiState = "creating" | "ready" | "changing";

export interface ApiRow {
  readonly apiId: string;
  readonly resourceId: string;
  readonly appId: string;
  readonly environment: string;
  readonly state: ApiState;
  readonly config: StoredApiConfig;
}

export class ApiStore {
  readonly #house: Database;
  readonly #builder: Builder<GraphqlTables>;

  constructor(house: Database) {
    this.#house = house;
    this.#builder = createBuilder<GraphqlTables>(house);
  }

  async byResource(resourceId: string): Promise<ApiRow | undefined> {
    return this.#find("resource_id", resourceId);
  }

  async byId(apiId: string): Promise<ApiRow | undefined> {
    return this.#find("api_id", apiId);
  }

  async #find(column: "resource_id" | "api_id", value: string): Promise<ApiRow | undefined> {
    const { tables, compile } = this.#builder;
    const query = tables.selectFrom("graphql_apis").selectAll().where(column, "=", value);
    const row = await this.#house.first<ApisTable & Row>(compile(query));
    return row === undefined ? undefined : toApi(row);
  }

  /** The API of that name in an environment. */
  async byName(appId: string, environment: string, apiName: string): Promise<ApiRow | undefined> {
    const { tables, compile } = this.#builder;
    const query = tables
      .selectFrom("graphql_apis")
      .selectAll()
      .where("app_id", "=", appId)
      .where("environment", "=", environment)
      .where("api_name", "=", apiName);
    const row = await this.#house.first<ApisTable & Row>(compile(query));
    return row === undefined ? undefined : toApi(row);
  }

  async list(): Promise<readonly ApiRow[]> {
    const { tables, compile } = this.#builder;
    const rows = await this.#house.all<ApisTable & Row>(
      compile(tables.selectFrom("graphql_apis").selectAll().orderBy("created_at")),
    );
    return rows.map(toApi);
  }

  async insert(address: ResourceAddress, apiId: string, config: StoredApiConfig, now: number): Promise<ApiRow> {
    const { tables, compile } = this.#builder;
    const row: ApisTable = {
      api_id: apiId,
      resource_id: address.resourceId,
      app_id: address.appId,
      environment: address.environment,
      resource_name: address.resourceName,
      api_name: config.ApiName,
      state: "creating",
      config: JSON.stringify(config),
      created_at: now,
      updated_at: now,
    };
    await this.#house.run(compile(tables.insertInto("graphql_apis").values(row)));
    return toApi(row);
  }

  async save(apiId: string, state: ApiState, config: StoredApiConfig, now: number): Promise<void> {
    const { tables, compile } = this.#builder;
    const values = { state, api_name: config.ApiName, config: JSON.stringify(config), updated_at: now };
    await this.#house.run(compile(tables.updateTable("graphql_apis").set(values).where("api_id", "=", apiId)));
  }

  /** Removes the API's row, its keys and its models in one transaction. */
  async remove(apiId: string): Promise<void> {
    const { tables, compile } = this.#builder;
    await this.#house.batch([
      compile(tables.deleteFrom("graphql_api_keys").where("api_id", "=", apiId)),
      compile(tables.deleteFrom("graphql_models").where("api_id", "=", apiId)),
      compile(tables.deleteFrom("graphql_apis").where("api_id", "=", apiId)),
    ]);
  }
}

function toApi(row: ApisTable): ApiRow {
  return {
    apiId: row.api_id,
    resourceId: row.resource_id,
    appId: row.app_id,
    environment: row.environment,
    state: row.state as ApiState,
    config: JSON.parse(row.config) as StoredApiConfig,
  };
}
