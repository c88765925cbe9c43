/** Migration: buckets, the backends that stand on them, objects, uploads and their parts, and blobs to be removed. */

import { type Kysely, sql } from "kysely";
import { toSql } from "#kernel/sql/builder";
import type { Migration } from "#kernel/sql/migration";
import type { Sql, SqlSpelling } from "#ports/database";

export const firstTables: Migration = {
  id: "0001-first-tables",
  up({ schema, spelling }) {
    return [
      ...buckets(schema, spelling),
      ...resources(schema, spelling),
      ...objects(schema, spelling),
      ...uploads(schema, spelling),
      ...parts(schema, spelling),
      ...blobs(schema, spelling),
    ];
  },
};

type Schema = Kysely<unknown>;

const textOf = (spelling: SqlSpelling) => sql.raw(spelling.columnType("text"));
const integerOf = (spelling: SqlSpelling) => sql.raw(spelling.columnType("integer"));
const blobOf = (spelling: SqlSpelling) => sql.raw(spelling.columnType("blob"));

function buckets(schema: Schema, spelling: SqlSpelling): Sql[] {
  const [text, integer] = [textOf(spelling), integerOf(spelling)];
  const table = schema.schema
    .createTable("storage_buckets")
    .addColumn("bucket_id", integer, (column) => column.notNull())
    .addColumn("name", text, (column) => column.notNull().unique())
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("created_at", integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("storage_buckets_primary", ["bucket_id"]);
  return [toSql(table)];
}

function resources(schema: Schema, spelling: SqlSpelling): Sql[] {
  const [text, integer] = [textOf(spelling), integerOf(spelling)];
  const table = schema.schema
    .createTable("storage_resources")
    .addColumn("resource_id", text, (column) => column.notNull())
    .addColumn("app_id", text, (column) => column.notNull())
    .addColumn("environment", text, (column) => column.notNull())
    .addColumn("resource_name", text, (column) => column.notNull())
    .addColumn("bucket_id", integer, (column) => column.notNull())
    .addColumn("imported", integer, (column) => column.notNull())
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("permissions", text)
    .addColumn("created_at", integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("storage_resources_primary", ["resource_id"]);
  const byBucket = schema.schema
    .createIndex("storage_resources_by_bucket")
    .on("storage_resources")
    .columns(["bucket_id"]);
  return [toSql(table), toSql(byBucket)];
}

function objects(schema: Schema, spelling: SqlSpelling): Sql[] {
  const [text, integer] = [textOf(spelling), integerOf(spelling)];
  const table = schema.schema
    .createTable("storage_objects")
    .addColumn("bucket_id", integer, (column) => column.notNull())
    .addColumn("key", blobOf(spelling), (column) => column.notNull())
    .addColumn("size", integer, (column) => column.notNull())
    .addColumn("etag", text, (column) => column.notNull())
    .addColumn("modified_at", integer, (column) => column.notNull())
    .addColumn("content", text, (column) => column.notNull())
    .addColumn("part_count", integer, (column) => column.notNull())
    .addColumn("checksum", text)
    .addColumn("attributes", text, (column) => column.notNull())
    .addColumn("tags", text)
    .addPrimaryKeyConstraint("storage_objects_primary", ["bucket_id", "key"]);
  const byContent = schema.schema.createIndex("storage_objects_by_content").on("storage_objects").columns(["content"]);
  return [toSql(table), toSql(byContent)];
}

function uploads(schema: Schema, spelling: SqlSpelling): Sql[] {
  const [text, integer] = [textOf(spelling), integerOf(spelling)];
  const table = schema.schema
    .createTable("storage_uploads")
    .addColumn("upload_id", text, (column) => column.notNull())
    .addColumn("bucket_id", integer, (column) => column.notNull())
    .addColumn("key", blobOf(spelling), (column) => column.notNull())
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("initiator", text, (column) => column.notNull())
    .addColumn("initiated_at", integer, (column) => column.notNull())
    .addColumn("checksum_algorithm", text)
    .addColumn("checksum_type", text)
    .addColumn("attributes", text, (column) => column.notNull())
    .addColumn("tags", text)
    .addColumn("completed_etag", text)
    .addColumn("completed_at", integer)
    .addPrimaryKeyConstraint("storage_uploads_primary", ["upload_id"]);
  const byKey = schema.schema
    .createIndex("storage_uploads_by_key")
    .on("storage_uploads")
    .columns(["bucket_id", "key", "upload_id"]);
  return [toSql(table), toSql(byKey)];
}

function parts(schema: Schema, spelling: SqlSpelling): Sql[] {
  const [text, integer] = [textOf(spelling), integerOf(spelling)];
  const table = schema.schema
    .createTable("storage_parts")
    .addColumn("upload_id", text, (column) => column.notNull())
    .addColumn("part_number", integer, (column) => column.notNull())
    .addColumn("blob_id", text, (column) => column.notNull())
    .addColumn("size", integer, (column) => column.notNull())
    .addColumn("etag", text, (column) => column.notNull())
    .addColumn("checksum", text)
    .addColumn("modified_at", integer, (column) => column.notNull())
    .addColumn("ordinal", integer)
    .addColumn("start_at", integer)
    .addPrimaryKeyConstraint("storage_parts_primary", ["upload_id", "part_number"]);
  const byBlob = schema.schema.createIndex("storage_parts_by_blob").on("storage_parts").columns(["blob_id"]);
  return [toSql(table), toSql(byBlob)];
}

function blobs(schema: Schema, spelling: SqlSpelling): Sql[] {
  const [text, integer] = [textOf(spelling), integerOf(spelling)];
  const released = schema.schema
    .createTable("storage_released")
    .addColumn("content", text, (column) => column.notNull())
    .addColumn("released_at", integer, (column) => column.notNull())
    .addPrimaryKeyConstraint("storage_released_primary", ["content"]);
  const small = schema.schema
    .createTable("storage_small_blobs")
    .addColumn("blob_id", text, (column) => column.notNull())
    .addColumn("bytes", blobOf(spelling), (column) => column.notNull())
    .addPrimaryKeyConstraint("storage_small_blobs_primary", ["blob_id"]);
  return [toSql(released), toSql(small)];
}
