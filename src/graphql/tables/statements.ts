/** The DDL of records' tables, in the engine's spelling. */

import type { Sql, SqlSpelling } from "#ports/database";
import type { Names } from "#graphql/sdl/meaning";
import type { Field, ModelType } from "#graphql/sdl/model";
import { columnKind, isStored, storageOf } from "./columnKind.ts";
import { type ColumnLayout, nullMarks, type Numbering, rowNumber, sortText, type TableLayout } from "./layout.ts";

/** Gives a field its column. */
export function layColumn(field: Field, names: Names, numbering: Numbering): ColumnLayout {
  const storage = storageOf(field.type, names);
  if (storage === undefined) throw new Error(`${field.name} has no column`);
  return { field: field.name, ...numbering.column(field.name), kind: columnKind(storage) };
}

/** Gives a model its table. */
export function layTable(model: ModelType, names: Names, numbering: Numbering): TableLayout {
  const table = numbering.table(model.name);
  const stored = model.fields.filter((field) => isStored(field, names));
  return { model: model.name, table, columns: stored.map((field) => layColumn(field, names, numbering)) };
}

export function createTable(layout: TableLayout, model: ModelType, spelling: SqlSpelling): readonly Sql[] {
  const { name } = spelling;
  const keys = [model.key.partition, ...model.key.sort].map((field) => columnOf(layout, field));
  const lines = [spelling.serialKey(rowNumber)];
  for (const column of layout.columns)
    lines.push(columnText(column, spelling) + (keys.includes(column) ? " NOT NULL" : ""));
  const joined = model.key.sort.length > 1;
  if (joined) lines.push(`${name(sortText)} ${spelling.columnType("text")} NOT NULL`);
  lines.push(`${name(nullMarks)} ${spelling.columnType("text")}`);
  lines.push(`UNIQUE (${keys.map((column) => name(column.column)).join(", ")})`);
  const statements = [{ text: `CREATE TABLE ${name(layout.table)} (${lines.join(", ")})`, parameters: [] }];
  if (joined) {
    const [partition] = keys;
    const columns = [partition?.column ?? "", sortText].map(name).join(", ");
    const text = `CREATE UNIQUE INDEX ${name(`${layout.table}_sort`)} ON ${name(layout.table)} (${columns})`;
    statements.push({ text, parameters: [] });
  }
  return statements;
}

export function addColumn(table: string, column: ColumnLayout, spelling: SqlSpelling): Sql {
  return { text: `ALTER TABLE ${spelling.name(table)} ADD COLUMN ${columnText(column, spelling)}`, parameters: [] };
}

export function dropColumn(table: string, column: string, spelling: SqlSpelling): Sql {
  return { text: `ALTER TABLE ${spelling.name(table)} DROP COLUMN ${spelling.name(column)}`, parameters: [] };
}

export function dropTable(table: string, spelling: SqlSpelling): Sql {
  return { text: `DROP TABLE ${spelling.name(table)}`, parameters: [] };
}

function columnText(column: ColumnLayout, spelling: SqlSpelling): string {
  return `${spelling.name(column.column)} ${spelling.columnType(column.kind)}`;
}

/** The column of a field that surely has one. */
export function columnOf(layout: TableLayout, field: string): ColumnLayout {
  const column = layout.columns.find((each) => each.field === field);
  if (column === undefined) throw new Error(`${layout.model}.${field} has no column`);
  return column;
}
