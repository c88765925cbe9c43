/** get<T>: one record by its key. */

import { nullAnswer, type CompileField } from "./rootField.ts";
import { repairRecord } from "./repair.ts";
import { selectRecord } from "./select.ts";
import { toStored } from "./table.ts";

interface Found {
  readonly json: string;
  readonly broken?: number;
}

export const compileGet: CompileField = ({ api, table, selected, spread }) => {
  const selection = selectRecord(table, selected.sets, spread);
  const { spelling } = table;
  const keys = table.keys.map((key, index) => `${key.sql} = ${spelling.parameter(index + 1)}`);
  const broken = selection.broken === undefined ? "" : `, ${selection.broken} AS broken`;
  const text = `SELECT ${selection.json} AS json${broken} FROM ${table.sql} WHERE ${keys.join(" AND ")}`;

  return async (args) => {
    const parameters = table.keys.map((key) => toStored(key.storage, args[key.field.name]));
    const found = await api.database.first<Found>({ text, parameters });
    if (found === undefined) return nullAnswer;
    if (found.broken !== 1) return { json: found.json, errors: [] };
    return repairRecord(found.json, selection, table.model.name, [selected.key]);
  };
};
