/** The index's statements on objects, each compiled once. */

import { sql as raw } from "kysely";
import type { ColumnKind, Sql } from "#ports/database";
import type { StoreContext } from "./context.ts";
import type { ObjectsTable } from "./tables.ts";

const kinds: Readonly<Record<keyof ObjectsTable, ColumnKind>> = {
  bucket_id: "integer",
  key: "blob",
  size: "integer",
  etag: "text",
  modified_at: "integer",
  content: "text",
  part_count: "integer",
  checksum: "text",
  attributes: "text",
  tags: "text",
};
const columns = Object.keys(kinds) as (keyof ObjectsTable)[];
const changing = columns.filter((column) => column !== "bucket_id" && column !== "key");

/** One object of one bucket. */
export type ObjectPlace = { bucket_id: number; key: Uint8Array };

export interface ObjectStatements {
  readonly head: (place: ObjectPlace) => Sql;
  /** Puts a row in place of the one there is; changes nothing when the bucket is no longer there. */
  readonly put: (row: ObjectsTable) => Sql;
  readonly remove: (place: ObjectPlace) => Sql;
  /** Queues the content of an object that is about to go. */
  readonly release: (values: ObjectPlace & { now: number }) => Sql;
  readonly page: (values: { bucket_id: number; from: Uint8Array; to: Uint8Array; limit: number }) => Sql;
  readonly setTags: (values: ObjectPlace & { tags: string | null }) => Sql;
}

export function createObjectStatements({ sql, database }: Pick<StoreContext, "sql" | "database">): ObjectStatements {
  const { tables, prepare } = sql;
  const type = (column: keyof ObjectsTable) => raw.raw(database.spelling.columnType(kinds[column]));
  return {
    head: prepare<ObjectPlace>((slot) =>
      tables
        .selectFrom("storage_objects")
        .selectAll()
        .where("bucket_id", "=", slot("bucket_id"))
        .where("key", "=", slot("key")),
    ),
    put: prepare<{ [Name in keyof ObjectsTable]: ObjectsTable[Name] }>((slot) =>
      tables
        .insertInto("storage_objects")
        .columns(columns)
        .expression((build) =>
          build
            .selectFrom("storage_buckets")
            .select(columns.map((column) => raw`cast(${slot(column)} as ${type(column)})`.as(column)))
            .where("storage_buckets.bucket_id", "=", slot("bucket_id"))
            .where("storage_buckets.state", "=", "ready"),
        )
        .onConflict((conflict) =>
          conflict
            .columns(["bucket_id", "key"])
            .doUpdateSet((build) =>
              Object.fromEntries(changing.map((column) => [column, build.ref(`excluded.${column}`)])),
            ),
        ),
    ),
    remove: prepare<ObjectPlace>((slot) =>
      tables.deleteFrom("storage_objects").where("bucket_id", "=", slot("bucket_id")).where("key", "=", slot("key")),
    ),
    release: prepare<ObjectPlace & { now: number }>((slot) =>
      tables
        .insertInto("storage_released")
        .columns(["content", "released_at"])
        .expression((build) =>
          build
            .selectFrom("storage_objects")
            .select(["content", raw<number>`cast(${slot("now")} as ${type("modified_at")})`.as("released_at")])
            .where("bucket_id", "=", slot("bucket_id"))
            .where("key", "=", slot("key")),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ),
    page: prepare<{ bucket_id: number; from: Uint8Array; to: Uint8Array; limit: number }>((slot) =>
      tables
        .selectFrom("storage_objects")
        .select(["key", "size", "etag", "modified_at", "checksum"])
        .where("bucket_id", "=", slot("bucket_id"))
        .where("key", ">=", slot("from"))
        .where("key", "<", slot("to"))
        .orderBy("key")
        .limit(slot("limit")),
    ),
    setTags: prepare<ObjectPlace & { tags: string | null }>((slot) =>
      tables
        .updateTable("storage_objects")
        .set({ tags: slot("tags") })
        .where("bucket_id", "=", slot("bucket_id"))
        .where("key", "=", slot("key")),
    ),
  };
}

/** The bytes of a small object, committed with its row. */
export function keepSmall(sql: StoreContext["sql"]): (values: { blob_id: string; bytes: Uint8Array }) => Sql {
  return sql.prepare<{ blob_id: string; bytes: Uint8Array }>((slot) =>
    sql.tables
      .insertInto("storage_small_blobs")
      .values({ blob_id: slot("blob_id"), bytes: slot("bytes") })
      .onConflict((conflict) => conflict.doNothing()),
  );
}
