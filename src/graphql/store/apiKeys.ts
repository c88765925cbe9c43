/** Store: API keys, sealed at rest. */

import type { Sealer } from "#kernel/crypto/seal";
import { type Builder, createBuilder } from "#kernel/sql/builder";
import type { Database, Row } from "#ports/database";
import type { ApiKeysTable, GraphqlTables } from "./tables.ts";

export interface ApiKey {
  /** Public; names the key in lists and logs. */
  readonly keyId: string;
  readonly apiId: string;
  /** `da2-…`, what clients send. */
  readonly key: string;
  readonly description: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly createdAt: number;
}

export class ApiKeyStore {
  readonly #house: Database;
  readonly #sealer: Pick<Sealer, "seal" | "openText">;
  readonly #builder: Builder<GraphqlTables>;

  constructor(house: Database, sealer: Pick<Sealer, "seal" | "openText">) {
    this.#house = house;
    this.#sealer = sealer;
    this.#builder = createBuilder<GraphqlTables>(house);
  }

  /** Oldest first. */
  async list(apiId: string): Promise<readonly ApiKey[]> {
    const { tables, compile } = this.#builder;
    const query = tables
      .selectFrom("graphql_api_keys")
      .selectAll()
      .where("api_id", "=", apiId)
      .orderBy("created_at")
      .orderBy("key_id");
    const rows = await this.#house.all<ApiKeysTable & Row>(compile(query));
    return rows.map((row) => ({
      keyId: row.key_id,
      apiId: row.api_id,
      key: this.#sealer.openText(row.sealed, purpose(row.key_id)),
      description: row.description,
      expiresAt: row.expires_at,
      createdAt: row.created_at,
    }));
  }

  async insert(key: ApiKey): Promise<void> {
    const { tables, compile } = this.#builder;
    const row: ApiKeysTable = {
      key_id: key.keyId,
      api_id: key.apiId,
      sealed: this.#sealer.seal(key.key, purpose(key.keyId)),
      description: key.description,
      expires_at: key.expiresAt,
      created_at: key.createdAt,
    };
    await this.#house.run(compile(tables.insertInto("graphql_api_keys").values(row)));
  }

  async remove(keyId: string): Promise<void> {
    const { tables, compile } = this.#builder;
    await this.#house.run(compile(tables.deleteFrom("graphql_api_keys").where("key_id", "=", keyId)));
  }

  async change(keyId: string, change: { readonly description: string; readonly expiresAt: number }): Promise<void> {
    const { tables, compile } = this.#builder;
    const values = { description: change.description, expires_at: change.expiresAt };
    await this.#house.run(compile(tables.updateTable("graphql_api_keys").set(values).where("key_id", "=", keyId)));
  }
}

function purpose(keyId: string): string {
  return `graphql_api_keys.sealed ${keyId}`;
}
