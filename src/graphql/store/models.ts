/** Store: the models generated last of each API, and of which schema. */

import { createHash } from "node:crypto";
import { type Builder, createBuilder } from "#kernel/sql/builder";
import type { Database, Row } from "#ports/database";
import type { GraphqlTables, ModelsTable } from "./tables.ts";

/** What one generation made. */
export interface ModelTexts {
  readonly schemaJs: string;
  readonly introspection: string;
}

export interface StoredModels extends ModelTexts {
  /** Whether they were made of this schema text. */
  isOf(sdl: string): boolean;
}

export class ModelStore {
  readonly #house: Database;
  readonly #builder: Builder<GraphqlTables>;

  constructor(house: Database) {
    this.#house = house;
    this.#builder = createBuilder<GraphqlTables>(house);
  }

  async read(apiId: string): Promise<StoredModels | undefined> {
    const { tables, compile } = this.#builder;
    const query = tables.selectFrom("graphql_models").selectAll().where("api_id", "=", apiId);
    const row = await this.#house.first<ModelsTable & Row>(compile(query));
    if (row === undefined) return undefined;
    return {
      schemaJs: row.schema_js,
      introspection: row.introspection,
      isOf: (sdl) => digest(sdl) === row.sdl_digest,
    };
  }

  /** Replaces the models of an API in one statement. False when the API is gone: nothing was stored then. */
  async save(apiId: string, sdl: string, texts: ModelTexts, now: number): Promise<boolean> {
    const { tables, compile } = this.#builder;
    const values = {
      sdl_digest: digest(sdl),
      schema_js: texts.schemaJs,
      introspection: texts.introspection,
      generated_at: now,
    };
    const query = tables
      .insertInto("graphql_models")
      .columns(["api_id", "sdl_digest", "schema_js", "introspection", "generated_at"])
      .expression((build) =>
        build
          .selectFrom("graphql_apis")
          .select((row) => [
            "api_id",
            row.val(values.sdl_digest).as("sdl_digest"),
            row.val(values.schema_js).as("schema_js"),
            row.val(values.introspection).as("introspection"),
            row.val(values.generated_at).as("generated_at"),
          ])
          .where("api_id", "=", apiId),
      )
      .onConflict((conflict) => conflict.column("api_id").doUpdateSet(values));
    return (await this.#house.run(compile(query))).changes === 1;
  }
}

function digest(sdl: string): string {
  return createHash("sha256").update(sdl).digest("hex");
}
