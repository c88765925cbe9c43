/** delete<T>: removes one record and answers what it was. */

import { compileFilter } from "./filter.ts";
import { keyTerms } from "./keyTerms.ts";
import { all } from "./logic.ts";
import type { CompileField } from "./rootField.ts";
import { printingFor } from "./statements.ts";
import { counterTerms } from "./counter.ts";
import { inputOf, keyValues, WrittenRecord } from "./write.ts";
import { compileVersionedDelete } from "./versionedDelete.ts";
import { deleteRules } from "./writeAccess.ts";

export const compileDelete: CompileField = (field) => {
  if (field.table.changed !== undefined) return compileVersionedDelete(field);
  const { table } = field;
  const written = new WrittenRecord(field);
  const rules = deleteRules(field);

  return async (run) => {
    const args = run.args[0] ?? {};
    const input = inputOf(args);
    const printing = printingFor(field, run);
    const { parameters } = printing;
    const keys = keyValues(input, table);
    const found = keyTerms({ table, alias: "" }, keys, parameters);
    const condition = compileFilter(args["condition"], { table, printing, row: { alias: "" } });
    const where = all([
      ...found,
      ...counterTerms(input, table, parameters),
      ...rules.terms(printing),
      ...(condition === undefined ? [] : [condition]),
    ]);
    const text = `DELETE FROM ${table.sql} WHERE ${where} ${written.returning(printing)}`;
    return written.run(printing.statement(text)(run), keys, "before", run, rules.explain);
  };
};
