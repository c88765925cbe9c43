/** update<T>: the given fields of one record; null removes a field, the rest stays. */

import { isoTime } from "#kernel/time";
import { assignments } from "./assignments.ts";
import { counterTerms } from "./counter.ts";
import { compileFilter } from "./filter.ts";
import { keyTerms } from "./keyTerms.ts";
import { all } from "./logic.ts";
import type { CompileField } from "./rootField.ts";
import { printingFor } from "./statements.ts";
import { checkValidations } from "./validate.ts";
import { checkIndexKeys, inputOf, keyValues, WrittenRecord } from "./write.ts";
import { compileVersionedUpdate } from "./versionedUpdate.ts";
import { updateRules } from "./writeAccess.ts";

export const compileUpdate: CompileField = (field) => {
  if (field.table.changed !== undefined) return compileVersionedUpdate(field);
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
    const sets = assignments(input, table, parameters, isoTime(api.clock.now()));
    const keys = keyValues(input, table);
    const found = keyTerms({ table, alias: "" }, keys, parameters);
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
