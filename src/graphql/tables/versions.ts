/** The columns of versioned records: given to a table when conflicts are to be resolved, and taken away again. */

import type { Sql, SqlSpelling } from "#ports/database";
import type { ModelType } from "#graphql/sdl/model";
import { conflictLog, rowNumber, type TableLayout, versionColumns } from "./layout.ts";

export interface VersionChange {
  readonly statements: readonly Sql[];
  readonly versioned: boolean;
  /** Columns nobody needs any more. */
  readonly retired: readonly string[];
}

const { version, deleted, changedAt } = versionColumns;

/** Records that are there already become version 1, changed now: nobody who syncs from now on misses one. */
export function changeVersions(table: TableLayout, type: ModelType, now: number, spelling: SqlSpelling): VersionChange {
  const before = table.versioned === true;
  const after = type.versioned === true;
  if (before === after) return { statements: [], versioned: after, retired: [] };
  return after
    ? { statements: begin(table, now, spelling), versioned: true, retired: [] }
    : { statements: end(table, spelling), versioned: false, retired: [version, deleted, changedAt] };
}

function begin(
  { table }: TableLayout,
  now: number,
  { name, columnType, parameter, serialKey }: SqlSpelling,
): readonly Sql[] {
  const add = (column: string): Sql =>
    plain(`ALTER TABLE ${name(table)} ADD COLUMN ${name(column)} ${columnType("integer")}`);
  const fill = `UPDATE ${name(table)} SET ${name(version)} = 1, ${name(changedAt)} = ${parameter(1)}`;
  return [
    conflictTable({ name, columnType, serialKey }),
    add(version),
    add(deleted),
    add(changedAt),
    { text: fill, parameters: [now] },
    plain(`CREATE INDEX ${name(indexOf(table))} ON ${name(table)} (${name(changedAt)}, ${name(rowNumber)})`),
  ];
}

function conflictTable({ name, columnType, serialKey }: Pick<SqlSpelling, "name" | "columnType" | "serialKey">): Sql {
  const integers = ["at", "seen", "stored"].map((column) => `${name(column)} ${columnType("integer")}`);
  const texts = ["model", "record", "operation", "strategy", "outcome", "caller"].map(
    (column) => `${name(column)} ${columnType("text")}`,
  );
  return plain(
    `CREATE TABLE IF NOT EXISTS ${name(conflictLog)} (${[serialKey("number"), ...integers, ...texts].join(", ")})`,
  );
}

/** What is deleted must not come back when nothing marks it any more. */
function end({ table }: TableLayout, { name }: SqlSpelling): readonly Sql[] {
  return [plain(`DROP INDEX ${name(indexOf(table))}`), plain(`DELETE FROM ${name(table)} WHERE ${name(deleted)} = 1`)];
}

function indexOf(table: string): string {
  return `${table}_changed`;
}

function plain(text: string): Sql {
  return { text, parameters: [] };
}
