/** The index's statements on uploads, each compiled once. */

import { sql as raw } from "kysely";
import type { ColumnKind, Sql } from "#ports/database";
import type { StoreContext } from "./context.ts";
import type { UploadsTable } from "./tables.ts";

const uploadKinds: Readonly<Record<keyof UploadsTable, ColumnKind>> = {
  upload_id: "text",
  bucket_id: "integer",
  key: "blob",
  state: "text",
  initiator: "text",
  initiated_at: "integer",
  checksum_algorithm: "text",
  checksum_type: "text",
  attributes: "text",
  tags: "text",
  completed_etag: "text",
  completed_at: "integer",
};
const uploadColumns = Object.keys(uploadKinds) as (keyof UploadsTable)[];

type UploadPlace = { upload_id: string };
type PageSlots = { bucket_id: number; from: Uint8Array; id: string; to: Uint8Array; limit: number };

export interface UploadStatements {
  /** Changes nothing when the bucket is no longer there. */
  readonly create: (row: UploadsTable) => Sql;
  readonly find: (place: UploadPlace) => Sql;
  readonly remove: (place: UploadPlace) => Sql;
  readonly finish: (values: UploadPlace & { etag: string; now: number }) => Sql;
  readonly page: (values: PageSlots) => Sql;
  readonly stale: (values: { before: number; limit: number }) => Sql;
  readonly forgetCompleted: (values: { before: number }) => Sql;
}

type Context = Pick<StoreContext, "sql" | "database">;

export function createUploadStatements(context: Context): UploadStatements {
  const { tables, prepare } = context.sql;
  const type = (column: keyof UploadsTable) => raw.raw(context.database.spelling.columnType(uploadKinds[column]));
  return {
    create: prepare<{ [Name in keyof UploadsTable]: UploadsTable[Name] }>((slot) =>
      tables
        .insertInto("storage_uploads")
        .columns(uploadColumns)
        .expression((build) =>
          build
            .selectFrom("storage_buckets")
            .select(uploadColumns.map((column) => raw`cast(${slot(column)} as ${type(column)})`.as(column)))
            .where("storage_buckets.bucket_id", "=", slot("bucket_id"))
            .where("storage_buckets.state", "=", "ready"),
        ),
    ),
    find: prepare<UploadPlace>((slot) =>
      tables.selectFrom("storage_uploads").selectAll().where("upload_id", "=", slot("upload_id")),
    ),
    remove: prepare<UploadPlace>((slot) =>
      tables.deleteFrom("storage_uploads").where("upload_id", "=", slot("upload_id")),
    ),
    finish: prepare<UploadPlace & { etag: string; now: number }>((slot) =>
      tables
        .updateTable("storage_uploads")
        .set({ state: "completed", completed_etag: slot("etag"), completed_at: slot("now") })
        .where("upload_id", "=", slot("upload_id")),
    ),
    page: prepare<PageSlots>((slot) =>
      tables
        .selectFrom("storage_uploads")
        .selectAll()
        .where("bucket_id", "=", slot("bucket_id"))
        .where("state", "=", "open")
        .where((build) =>
          build(
            build.refTuple("key", "upload_id"),
            ">=",
            raw<[Uint8Array, string]>`(${slot("from")}, ${slot("id")})` as never,
          ),
        )
        .where("key", "<", slot("to"))
        .orderBy("key")
        .orderBy("upload_id")
        .limit(slot("limit")),
    ),
    stale: prepare<{ before: number; limit: number }>((slot) =>
      tables
        .selectFrom("storage_uploads")
        .select("upload_id")
        .where("state", "=", "open")
        .where("initiated_at", "<", slot("before"))
        .where((build) =>
          build.not(
            build.exists(
              build
                .selectFrom("storage_parts")
                .select("part_number")
                .whereRef("storage_parts.upload_id", "=", "storage_uploads.upload_id")
                .where("storage_parts.modified_at", ">=", slot("before")),
            ),
          ),
        )
        .limit(slot("limit")),
    ),
    forgetCompleted: prepare<{ before: number }>((slot) =>
      tables.deleteFrom("storage_uploads").where("state", "=", "completed").where("completed_at", "<", slot("before")),
    ),
  };
}
