/** create<T>: a new record, unless its key is taken or the condition says no. */

import type { SqlValue } from "#ports/database";
import { isGeneratedId } from "#graphql/schema/inputs";
import { parseDefault } from "#graphql/sdl/defaultValue";
import { namedType } from "#graphql/sdl/model";
import { nullMarks, sortText } from "#graphql/tables/layout";
import { compileFilter } from "./filter.ts";
import { Parameters } from "./parameters.ts";
import type { CompileField } from "./rootField.ts";
import { selectRecord } from "./select.ts";
import { type Column, joinSortKey, type Table, toStored } from "./table.ts";
import { inputOf, keyValue, returning, runWrite } from "./write.ts";

type Make = (now: string) => unknown;

export const compileCreate: CompileField = ({ api, table, selected, spread }) => {
  const selection = selectRecord(table, selected.sets, spread);
  const columns = [...table.columns.values()];
  const makers = columns.map((column) => makerOf(column, table, () => api.random.uuid()));
  const joined = table.keys.length > 2;
  const names = [
    ...columns.map((column) => column.sql),
    ...(joined ? [table.spelling.name(sortText)] : []),
    table.spelling.name(nullMarks),
  ];
  const head = `INSERT INTO ${table.sql} (${names.join(", ")})`;
  const tail = `ON CONFLICT DO NOTHING ${returning(selection)}`;
  const answer = { selection, typeName: table.model.name, key: selected.key };

  return async (args, { requestId }) => {
    const input = inputOf(args);
    const now = new Date(api.clock.now()).toISOString();
    const values: SqlValue[] = [];
    const sort: unknown[] = [];
    let marks = "";
    for (const [index, column] of columns.entries()) {
      const given = input[column.field.name];
      const value = given ?? makers[index]?.(now);
      const isKey = table.keys.includes(column);
      values.push(isKey ? keyValue(column, value, table) : toStored(column.storage, value));
      if (given === null && value === undefined) marks += marks === "" ? column.nullMark : column.nullMark.slice(1);
    }
    for (const key of table.keys.slice(1)) sort.push(input[key.field.name]);
    if (joined) values.push(joinSortKey(sort));
    values.push(marks === "" ? null : marks);
    const parameters = new Parameters(table.spelling);
    const places = values.map((value) => parameters.add(value)).join(", ");
    // The record is not there yet: a condition sees every attribute missing.
    const condition = compileFilter(args["condition"], { table, parameters, row: "absent" });
    const source = condition === undefined ? `VALUES (${places})` : `SELECT ${places} WHERE ${condition}`;
    return runWrite(api, parameters.statement(`${head} ${source} ${tail}`), requestId, answer);
  };
};

/** What a field holds when the input gives nothing or null: an id, a timestamp, its default, or nothing. */
function makerOf(column: Column, table: Table, uuid: () => string): Make | undefined {
  const { field } = column;
  const { timestamps } = table.model;
  if (isGeneratedId(table.model, field)) return () => uuid();
  if (field.name === timestamps.createdAt || field.name === timestamps.updatedAt) return (now) => now;
  if (field.defaultValue === undefined) return undefined;
  const meaning = table.names.of(field.type);
  const value = parseDefault(
    field.defaultValue,
    namedType(field.type),
    meaning.kind === "enum" ? meaning.enum : undefined,
  );
  return () => value;
}
