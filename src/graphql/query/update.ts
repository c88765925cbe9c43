/** update<T>: the given fields of one record; null removes a field, the rest stays. */

import type { SqlValue } from "#ports/database";
import type { Column } from "./column.ts";
import { counterTerms } from "./counter.ts";
import { compileFilter } from "./filter.ts";
import { all } from "./logic.ts";
import type { Parameters } from "./parameters.ts";
import type { CompileField } from "./rootField.ts";
import { printingFor } from "./statements.ts";
import { type Table, toStored } from "./table.ts";
import { checkValidations } from "./validate.ts";
import { checkIndexKeys, inputOf, keyValues, WrittenRecord } from "./write.ts";
import { updateRules } from "./writeAccess.ts";

export const compileUpdate: CompileField = (field) => {
  const { api, table } = field;
  const written = new WrittenRecord(field);
  const rules = updateRules(field);

  return async (run) => {
    const args = run.args[0] ?? {};
    const input = inputOf(args);
    checkValidations(input, table);
    checkIndexKeys(input, table, "updating");
    const printing = printingFor(field, run);
    const { parameters } = printing;
    const allowed = rules.terms(input, printing);
    const sets = assignments(input, table, parameters, new Date(api.clock.now()).toISOString());
    const keys = keyValues(input, table);
    const found = table.keys.map((key, index) => `${key.sql} = ${parameters.add(keys[index] ?? null)}`);
    const condition = compileFilter(args["condition"], { table, printing, row: { alias: "" } });
    const where = all([
      ...found,
      ...counterTerms(input, table, parameters),
      ...allowed,
      ...(condition === undefined ? [] : [condition]),
    ]);
    const text = `UPDATE ${table.sql} SET ${sets.join(", ")} WHERE ${where} ${written.returning(printing)}`;
    return written.run(printing.statement(text)(run), keys, "after", run, rules.explain(input));
  };
};

/** `column = value` for each given field; updatedAt and the count of writes always move. */
function assignments(
  input: Readonly<Record<string, unknown>>,
  table: Table,
  parameters: Parameters,
  now: string,
): readonly string[] {
  const sets: string[] = [];
  const written: Column[] = [];
  const { timestamps, counter } = table.model;
  for (const column of table.columns.values()) {
    if (table.keys.includes(column)) continue;
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
