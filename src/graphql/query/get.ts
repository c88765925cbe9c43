/** get<T>: one record by its key. */

import { columnKind } from "#graphql/tables/columnKind";
import { unauthorized } from "./errors.ts";
import { readable } from "./readable.ts";
import { finish } from "./repair.ts";
import { nullAnswer, type CompileField } from "./rootField.ts";
import { at } from "./scan.ts";
import { selectRecord } from "./select.ts";
import { Statements } from "./statements.ts";
import { toStored } from "./table.ts";

export const compileGet: CompileField = (field) => {
  const { api, table, selected, nodes, read } = field;
  const number = nodes.add({ read, parent: undefined, limit: () => 1, shape: () => "" });
  const selection = selectRecord(table, selected.sets, { ...field, parent: number, select: selectRecord });
  const statements = new Statements(field, (printing) => {
    const scan = printing.scan(table, "get");
    const keys = table.keys.map((key) => {
      const value = printing.parameters.bind(
        (run) => toStored(key.storage, run.args[number]?.[key.field.name]),
        columnKind(key.storage),
      );
      return `${at(scan, key.sql)} = ${value}`;
    });
    const allowed = readable(scan, printing);
    const record = selection.print(scan, printing);
    const json = allowed === undefined ? record : `CASE WHEN ${allowed} THEN ${record} END`;
    return `SELECT ${json} AS json FROM ${table.sql} AS ${scan.alias} WHERE ${keys.join(" AND ")}`;
  });

  return async (run) => {
    const found = await api.database.first<{ json: string | null }>(statements.for(run));
    if (found === undefined) return nullAnswer;
    // The record is there, but not for this caller.
    if (found.json === null) throw unauthorized(selected.name, "Query");
    return finish({
      json: found.json,
      shape: selection.shape,
      path: [selected.key],
      marks: api.marks,
      sign: (page, place) => nodes.sign(run, page, place),
      asking: run,
    });
  };
};
