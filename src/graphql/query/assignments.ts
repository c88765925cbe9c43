/** The fields of an update -> what the statement sets. */

import type { SqlValue } from "#ports/database";
import type { Column } from "./column.ts";
import type { Parameters } from "./parameters.ts";
import { type Table, toStored } from "./table.ts";

/** `column = value` for each given field; updatedAt and the count of writes always move. */
export function assignments(
  input: Readonly<Record<string, unknown>>,
  table: Table,
  parameters: Parameters,
  now: string,
): readonly string[] {
  const sets: string[] = [];
  const written: Column[] = [];
  const { timestamps, counter } = table.model;
  for (const column of table.columns.values()) {
    if (table.keys.includes(column) || column.isVersion === true) continue;
    const { name } = column.field;
    if (name === counter?.field) {
      sets.push(`${column.sql} = ${column.sql} + 1`);
      continue;
    }
    const isStamp = name === timestamps.updatedAt;
    const given = input[name];
    if (given === undefined && !isStamp) continue;
    const value: SqlValue = isStamp ? toStored(column.storage, given ?? now) : toStored(column.storage, given);
    sets.push(`${column.sql} = ${parameters.add(value)}`);
    if (given !== undefined) written.push(column);
  }
  if (written.length > 0) sets.push(`${table.nullMarks} = ${unmarked(table, written, parameters)}`);
  // A model without timestamps may be updated with its key alone: the record is only read and answered.
  return sets.length > 0 ? sets : [`${table.nullMarks} = ${table.nullMarks}`];
}

/** The null marks without those of the written fields: after an update a field has a value or is missing, never an explicit null. */
function unmarked(table: Table, written: readonly Column[], parameters: Parameters): string {
  const comma = parameters.add(",");
  return written.reduce(
    (text, column) => `replace(${text}, ${parameters.add(column.nullMark)}, ${comma})`,
    table.nullMarks,
  );
}
