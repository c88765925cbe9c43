/** Migration: APIs and their keys. */

import { sql } from "kysely";
import { toSql } from "#kernel/sql/builder";
import type { Migration } from "#kernel/sql/migration";

export const apis: Migration = {
  id: "0001-apis",
  up({ schema, spelling }) {
    const text = sql.raw(spelling.columnType("text"));
    const integer = sql.raw(spelling.columnType("integer"));
    const apiTable = schema.schema
      .createTable("graphql_apis")
      .addColumn("api_id", text, (column) => column.notNull())
      .addColumn("resource_id", text, (column) => column.notNull().unique())
      .addColumn("app_id", text, (column) => column.notNull())
      .addColumn("environment", text, (column) => column.notNull())
      .addColumn("resource_name", text, (column) => column.notNull())
      .addColumn("api_name", text, (column) => column.notNull())
      .addColumn("state", text, (column) => column.notNull())
      .addColumn("config", text, (column) => column.notNull())
      .addColumn("created_at", integer, (column) => column.notNull())
      .addColumn("updated_at", integer, (column) => column.notNull())
      .addPrimaryKeyConstraint("graphql_apis_primary", ["api_id"])
      .addUniqueConstraint("graphql_apis_name", ["app_id", "environment", "api_name"]);
    const keyTable = schema.schema
      .createTable("graphql_api_keys")
      .addColumn("key_id", text, (column) => column.notNull())
      .addColumn("api_id", text, (column) => column.notNull())
      .addColumn("sealed", text, (column) => column.notNull())
      .addColumn("description", text, (column) => column.notNull())
      .addColumn("expires_at", integer, (column) => column.notNull())
      .addColumn("created_at", integer, (column) => column.notNull())
      .addPrimaryKeyConstraint("graphql_api_keys_primary", ["key_id"]);
    const keyIndex = schema.schema
      .createIndex("graphql_api_keys_by_api")
      .on("graphql_api_keys")
      .columns(["api_id", "created_at"]);
    return [toSql(apiTable), toSql(keyTable), toSql(keyIndex)];
  },
};
