/** Migration: the models generated of each API for client libraries. */

import { sql } from "kysely";
import { toSql } from "#kernel/sql/builder";
import type { Migration } from "#kernel/sql/migration";

export const models: Migration = {
  id: "0002-models",
  up({ schema, spelling }) {
    const text = sql.raw(spelling.columnType("text"));
    const integer = sql.raw(spelling.columnType("integer"));
    const table = schema.schema
      .createTable("graphql_models")
      .addColumn("api_id", text, (column) => column.notNull())
      .addColumn("sdl_digest", text, (column) => column.notNull())
      .addColumn("schema_js", text, (column) => column.notNull())
      .addColumn("introspection", text, (column) => column.notNull())
      .addColumn("generated_at", integer, (column) => column.notNull())
      .addPrimaryKeyConstraint("graphql_models_primary", ["api_id"]);
    return [toSql(table)];
  },
};
