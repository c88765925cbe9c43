/** update<T>: the given fields of one record; null removes a field, the rest stays. */

import type { SqlValue } from "#ports/database";
import { compileFilter } from "./filter.ts";
import { all } from "./logic.ts";
import { Parameters } from "./parameters.ts";
import type { CompileField } from "./rootField.ts";
import { selectRecord } from "./select.ts";
import { type Column, type Table, toStored } from "./table.ts";
import { inputOf, keyValue, returning, runWrite } from "./write.ts";

export const compileUpdate: CompileField = ({ api, table, selected, spread }) => {
  const selection = selectRecord(table, selected.sets, spread);
  const tail = returning(selection);
  const answer = { selection, typeName: table.model.name, key: selected.key };

  return async (args, { requestId }) => {
    const input = inputOf(args);
    const parameters = new Parameters(table.spelling);
    const { sets, written } = assignments(input, table, parameters, new Date(api.clock.now()).toISOString());
    if (written.length > 0) sets.push(`${table.nullMarks} = ${unmarked(table, written, parameters)}`);
    const keys = table.keys.map((key) => `${key.sql} = ${parameters.add(keyValue(key, input[key.field.name], table))}`);
    // A model without timestamps may be updated with its key alone: the record is only read and answered.
    if (sets.length === 0) sets.push(`${table.nullMarks} = ${table.nullMarks}`);
    const condition = compileFilter(args["condition"], { table, parameters, row: "stored" });
    const where = all([...keys, ...(condition === undefined ? [] : [condition])]);
    const text = `UPDATE ${table.sql} SET ${sets.join(", ")} WHERE ${where} ${tail}`;
    return runWrite(api, parameters.statement(text), requestId, answer);
  };
};

/** `column = value` for each given field; updatedAt always moves. */
function assignments(
  input: Readonly<Record<string, unknown>>,
  table: Table,
  parameters: Parameters,
  now: string,
): { readonly sets: string[]; readonly written: readonly Column[] } {
  const sets: string[] = [];
  const written: Column[] = [];
  for (const column of table.columns.values()) {
    if (table.keys.includes(column)) continue;
    const isStamp = column.field.name === table.model.timestamps.updatedAt;
    const given = input[column.field.name];
    if (given === undefined && !isStamp) continue;
    const value: SqlValue = isStamp ? toStored(column.storage, given ?? now) : toStored(column.storage, given);
    sets.push(`${column.sql} = ${parameters.add(value)}`);
    if (given !== undefined) written.push(column);
  }
  return { sets, written };
}

/** The null marks without those of the written fields: after an update a field has a value or is missing, never an explicit null. */
function unmarked(table: Table, written: readonly Column[], parameters: Parameters): string {
  const comma = parameters.add(",");
  return written.reduce(
    (text, column) => `replace(${text}, ${parameters.add(column.nullMark)}, ${comma})`,
    table.nullMarks,
  );
}
