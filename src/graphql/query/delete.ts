/** delete<T>: removes one record and answers what it was. */

import { compileFilter } from "./filter.ts";
import { all } from "./logic.ts";
import { Parameters } from "./parameters.ts";
import type { CompileField } from "./rootField.ts";
import { selectRecord } from "./select.ts";
import { inputOf, keyValue, returning, runWrite } from "./write.ts";

export const compileDelete: CompileField = ({ api, table, selected, spread }) => {
  const selection = selectRecord(table, selected.sets, spread);
  const tail = returning(selection);
  const answer = { selection, typeName: table.model.name, key: selected.key };

  return async (args, { requestId }) => {
    const input = inputOf(args);
    const parameters = new Parameters(table.spelling);
    const keys = table.keys.map((key) => `${key.sql} = ${parameters.add(keyValue(key, input[key.field.name], table))}`);
    const condition = compileFilter(args["condition"], { table, parameters, row: "stored" });
    const where = all([...keys, ...(condition === undefined ? [] : [condition])]);
    return runWrite(api, parameters.statement(`DELETE FROM ${table.sql} WHERE ${where} ${tail}`), requestId, answer);
  };
};
