/** The index's statements on parts of uploads, each compiled once. */

import { sql as raw } from "kysely";
import type { ColumnKind, Sql } from "#ports/database";
import type { StoreContext } from "./context.ts";
import type { PartsTable } from "./tables.ts";

const partKinds: Readonly<Record<keyof PartsTable, ColumnKind>> = {
  upload_id: "text",
  part_number: "integer",
  blob_id: "text",
  size: "integer",
  etag: "text",
  checksum: "text",
  modified_at: "integer",
  ordinal: "integer",
  start_at: "integer",
};
const partColumns = Object.keys(partKinds) as (keyof PartsTable)[];

type UploadPlace = { upload_id: string };
type PartSlot = { upload_id: string; part_number: number };

export interface PartStatements {
  /** Puts a part in place of the one there is; changes nothing when the upload is no longer open. */
  readonly putPart: (row: PartsTable) => Sql;
  readonly parts: (values: UploadPlace & { after: number; limit: number }) => Sql;
  readonly removePart: (place: PartSlot) => Sql;
  /** Queue the blob of a part, any blob, or all parts of an upload for the sweep. */
  readonly releasePart: (values: PartSlot & { now: number }) => Sql;
  readonly releaseBlob: (values: { blob: string; now: number }) => Sql;
  readonly releaseParts: (values: { content: string; now: number }) => Sql;
  /** Numbers the parts that are left and writes down where each begins. */
  readonly place: (place: UploadPlace) => Sql;
}

type Context = Pick<StoreContext, "sql" | "database">;

export function createPartStatements(context: Context): PartStatements {
  return { ...changes(context), ...releases(context) };
}

function changes({ sql, database }: Context): Pick<PartStatements, "putPart" | "parts" | "removePart" | "place"> {
  const { tables, prepare } = sql;
  const type = (column: keyof PartsTable) => raw.raw(database.spelling.columnType(partKinds[column]));
  const changing = partColumns.filter((column) => column !== "upload_id" && column !== "part_number");
  return {
    putPart: prepare<{ [Name in keyof PartsTable]: PartsTable[Name] }>((slot) =>
      tables
        .insertInto("storage_parts")
        .columns(partColumns)
        .expression((build) =>
          build
            .selectFrom("storage_uploads")
            .select(partColumns.map((column) => raw`cast(${slot(column)} as ${type(column)})`.as(column)))
            .where("storage_uploads.upload_id", "=", slot("upload_id"))
            .where("storage_uploads.state", "=", "open"),
        )
        .onConflict((conflict) =>
          conflict
            .columns(["upload_id", "part_number"])
            .doUpdateSet((build) =>
              Object.fromEntries(changing.map((column) => [column, build.ref(`excluded.${column}`)])),
            ),
        ),
    ),
    parts: prepare<UploadPlace & { after: number; limit: number }>((slot) =>
      tables
        .selectFrom("storage_parts")
        .selectAll()
        .where("upload_id", "=", slot("upload_id"))
        .where("part_number", ">", slot("after"))
        .orderBy("part_number")
        .limit(slot("limit")),
    ),
    removePart: prepare<PartSlot>((slot) =>
      tables
        .deleteFrom("storage_parts")
        .where("upload_id", "=", slot("upload_id"))
        .where("part_number", "=", slot("part_number")),
    ),
    place: prepare<UploadPlace>((slot) =>
      tables
        .updateTable("storage_parts")
        .from(
          tables
            .selectFrom("storage_parts")
            .select([
              "part_number as number",
              raw<number>`row_number() over (order by part_number)`.as("position"),
              raw<number>`sum(size) over (order by part_number) - size`.as("start"),
            ])
            .where("upload_id", "=", slot("upload_id"))
            .as("placed"),
        )
        .set((build) => ({ ordinal: build.ref("placed.position"), start_at: build.ref("placed.start") }))
        .whereRef("storage_parts.part_number", "=", "placed.number")
        .where("storage_parts.upload_id", "=", slot("upload_id")),
    ),
  };
}

function releases({ sql, database }: Context): Omit<PartStatements, keyof ReturnType<typeof changes>> {
  const { tables, prepare } = sql;
  const type = (column: keyof PartsTable) => raw.raw(database.spelling.columnType(partKinds[column]));
  return {
    releasePart: prepare<PartSlot & { now: number }>((slot) =>
      tables
        .insertInto("storage_released")
        .columns(["content", "released_at"])
        .expression((build) =>
          build
            .selectFrom("storage_parts")
            .select([
              raw<string>`'blob:' || blob_id`.as("content"),
              raw<number>`cast(${slot("now")} as ${type("modified_at")})`.as("released_at"),
            ])
            .where("upload_id", "=", slot("upload_id"))
            .where("part_number", "=", slot("part_number")),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ),
    releaseBlob: prepare<{ blob: string; now: number }>((slot) =>
      tables
        .insertInto("storage_released")
        .values({
          content: raw<string>`'blob:' || cast(${slot("blob")} as ${type("blob_id")})`,
          released_at: slot("now"),
        })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    releaseParts: prepare<{ content: string; now: number }>((slot) =>
      tables
        .insertInto("storage_released")
        .values({ content: slot("content"), released_at: slot("now") })
        .onConflict((conflict) => conflict.doNothing()),
    ),
  };
}
