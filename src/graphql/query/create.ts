/** create<T>: a new record, unless its key is taken or the condition says no. */

import type { SqlValue } from "#ports/database";
import { timeOrderedUuid } from "#kernel/id";
import { isoTime } from "#kernel/time";
import { isGeneratedId } from "#graphql/schema/inputs";
import { parseDefault } from "#graphql/sdl/defaultValue";
import { namedType } from "#graphql/sdl/model";
import { columnKind } from "#graphql/tables/columnKind";
import { sortText } from "#graphql/tables/layout";
import type { Column } from "./column.ts";
import { conditionFailed } from "./conditionFailed.ts";
import { compileFilter } from "./filter.ts";
import type { CompileField, FieldAnswer } from "./rootField.ts";
import type { Run } from "./run.ts";
import type { Statement } from "./parameters.ts";
import { printingFor } from "./statements.ts";
import { joinSortKey, type Table, toStored } from "./table.ts";
import { checkValidations } from "./validate.ts";
import { checkIndexKeys, inputOf, keyValue, withoutVersion, WrittenRecord } from "./write.ts";
import { admitter, type Explain } from "./writeAccess.ts";

/** `now` in milliseconds since the epoch. */
type Make = (now: number, stamp: number) => unknown;

export const compileCreate: CompileField = (field) => {
  const { api, table } = field;
  const written = new WrittenRecord(field);
  const admit = admitter(field);
  const columns = [...table.columns.values()];
  const parts = columns.map((column) => ({
    column,
    name: column.field.name,
    make: makerOf(column, table, (now) => timeOrderedUuid(api.random, now)),
    isKey: table.keys.includes(column),
  }));
  const keyPlaces = table.keys.map((key) => columns.indexOf(key));
  // Sort text and null marks, which come after the fields, are texts.
  const kinds = columns.map((column) => columnKind(column.storage));
  const joined = table.keys.length > 2;
  const names = [
    ...columns.map((column) => column.sql),
    ...(joined ? [table.spelling.name(sortText)] : []),
    table.nullMarks,
  ];
  const head = `INSERT INTO ${table.sql} (${names.join(", ")})`;

  // A device that did not hear of its success creates again: it is told what there is, deleted or not, if it may read it.
  const keyTaken: Explain = async (run, keys) => {
    const stored = await written.readable(keys, run);
    return conditionFailed(table, run.requestId, stored);
  };
  /** Without a condition one text serves all runs. */
  let plain: Statement | undefined;
  const print = (run: Run, count: number): Statement => {
    const printing = printingFor(field, run);
    const places = Array.from({ length: count }, (_, index) =>
      printing.parameters.bind((_run, row) => row[index] ?? null, kinds[index] ?? "text"),
    ).join(", ");
    // The record is not there yet: a condition sees every attribute missing.
    const condition = compileFilter(run.args[0]?.["condition"], { table, printing, row: "absent" });
    const source = condition === undefined ? `VALUES (${places})` : `SELECT ${places} WHERE ${condition}`;
    return printing.statement(`${head} ${source} ON CONFLICT DO NOTHING ${written.returning(printing)}`);
  };
  const create = (run: Run, stamp: number): Promise<FieldAnswer> => {
    const args = run.args[0] ?? {};
    const input = admit(withoutVersion(inputOf(args)), run);
    checkValidations(input, table);
    checkIndexKeys(input, table, "creating");
    const now = api.clock.now();
    const values: SqlValue[] = [];
    let marks = "";
    for (const { column, name, make, isKey } of parts) {
      const given = input[name];
      const value = given ?? make?.(now, stamp);
      values.push(isKey ? keyValue(column, value, table) : toStored(column.storage, value));
      if (given === null && value === undefined) marks += marks === "" ? column.nullMark : column.nullMark.slice(1);
    }
    const keys = keyPlaces.map((place) => values[place] ?? null);
    if (joined) values.push(joinSortKey(table.keys.slice(1).map((key) => input[key.field.name])));
    values.push(marks === "" ? null : marks);
    const statement = isPresent(args["condition"]) ? print(run, values.length) : (plain ??= print(run, values.length));
    const explain = table.changed === undefined ? undefined : keyTaken;
    return written.run(statement(run, values), keys, "after", run, explain);
  };
  return (run) => (table.changed === undefined ? create(run, 0) : api.versions.stamped((stamp) => create(run, stamp)));
};

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** What a field holds when the input gives nothing or null: an id, a timestamp, its default, or nothing. */
function makerOf(column: Column, table: Table, uuid: (now: number) => string): Make | undefined {
  const { field } = column;
  const { timestamps, counter } = table.model;
  if (column.isVersion === true) {
    if (field.name === "_version") return () => 1;
    return field.name === "_lastChangedAt" ? (_now, stamp) => stamp : undefined;
  }
  if (field.name === counter?.field) return () => 1;
  if (isGeneratedId(table.model, field)) return uuid;
  if (field.name === timestamps.createdAt || field.name === timestamps.updatedAt) return isoTime;
  if (field.defaultValue === undefined) return undefined;
  const meaning = table.names.of(field.type);
  const value = parseDefault(
    field.defaultValue,
    namedType(field.type),
    meaning.kind === "enum" ? meaning.enum : undefined,
  );
  return () => value;
}
