/** A model's table as statements see it: quoted names and how each field is stored. */

import type { SqlSpelling, SqlValue } from "#ports/database";
import type { Names } from "#graphql/sdl/meaning";
import type { Field, ModelType } from "#graphql/sdl/model";
import { type Storage, storageOf } from "#graphql/tables/columnKind";
import { nullMark, nullMarks, rowNumber, sortText, type TableLayout } from "#graphql/tables/layout";
import { columnOf } from "#graphql/tables/statements";

export interface Column {
  readonly field: Field;
  readonly storage: Storage;
  /** Quoted name. */
  readonly sql: string;
  /** This field's mark in the column of explicit nulls. */
  readonly nullMark: string;
}

export interface Table {
  readonly model: ModelType;
  readonly names: Names;
  readonly spelling: SqlSpelling;
  /** Quoted name. */
  readonly sql: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** Key columns, partition first. */
  readonly keys: readonly Column[];
  readonly rowNumber: string;
  readonly nullMarks: string;
  /** The column list queries of one partition are ordered by: the sort key, or its joined parts. */
  readonly sortColumn: string | undefined;
}

export function openTable(model: ModelType, layout: TableLayout, names: Names, spelling: SqlSpelling): Table {
  const columns = new Map<string, Column>();
  for (const field of model.fields) {
    const storage = storageOf(field.type, names);
    if (storage === undefined) continue;
    const { column, number } = columnOf(layout, field.name);
    columns.set(field.name, { field, storage, sql: spelling.name(column), nullMark: nullMark(number) });
  }
  const keys = [model.key.partition, ...model.key.sort].flatMap((name) => columns.get(name) ?? []);
  return {
    model,
    names,
    spelling,
    sql: spelling.name(layout.table),
    columns,
    keys,
    rowNumber: spelling.name(rowNumber),
    nullMarks: spelling.name(nullMarks),
    sortColumn: keys.length > 2 ? spelling.name(sortText) : keys[1]?.sql,
  };
}

/** Joined sort key parts, as the official resolvers join them. */
export function joinSortKey(parts: readonly unknown[]): string {
  return parts.map(String).join("#");
}

/** A coerced value as its column stores it. */
export function toStored(storage: Storage, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (storage === "boolean") return value === true ? 1 : 0;
  if (storage === "list" || storage === "document") return JSON.stringify(withoutNulls(value));
  return value as SqlValue;
}

/** Members that are null are left out of stored documents; elements of lists keep their place. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(entries.map(([name, member]) => [name, withoutNulls(member)]));
}
