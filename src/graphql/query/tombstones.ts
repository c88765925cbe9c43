/** Deleted records of versioned models: how long they are kept, and the statement that lets them go. */

import { versionColumns } from "#graphql/tables/layout";
import type { Sql } from "#ports/database";
import type { Table } from "./table.ts";

/** 30 days, as the official configuration has it. Milliseconds. */
export const tombstoneTtl = 43_200 * 60_000;

/** Removes what was deleted longer ago. `now` is in milliseconds since the epoch. */
export function purge(table: Table, now: number): Sql {
  const { name, parameter } = table.spelling;
  const isOld = `${name(versionColumns.changedAt)} < ${parameter(1)}`;
  return {
    text: `DELETE FROM ${table.sql} WHERE ${name(versionColumns.deleted)} = 1 AND ${isOld}`,
    parameters: [now - tombstoneTtl],
  };
}

/** The newest stamp, in the column `last`. */
export function lastStamp(table: Table): Sql {
  const { name } = table.spelling;
  return { text: `SELECT max(${name(versionColumns.changedAt)}) AS last FROM ${table.sql}`, parameters: [] };
}
