/** A model's table as statements see it: quoted names and how each field is stored. */

import type { SqlSpelling, SqlValue } from "#ports/database";
import type { ModelAccess } from "#graphql/access/access";
import { openAccess } from "#graphql/access/open";
import type { Names } from "#graphql/sdl/meaning";
import type { ModelType } from "#graphql/sdl/model";
import { columnKind, isStored, type Storage, storageOf } from "#graphql/tables/columnKind";
import { nullMark, nullMarks, rowNumber, sortText, type TableLayout } from "#graphql/tables/layout";
import { columnOf } from "#graphql/tables/statements";
import type { Column } from "./column.ts";
import type { Path, Step } from "./path.ts";
import { openChangedPath, openVersionColumns } from "./versionColumn.ts";

export interface Table {
  readonly model: ModelType;
  /** Who may do what with the records. */
  readonly access: ModelAccess;
  readonly names: Names;
  readonly spelling: SqlSpelling;
  /** Quoted name. */
  readonly sql: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** Key columns, partition first. */
  readonly keys: readonly Column[];
  readonly nullMarks: string;
  /** All records, in the order they were written. */
  readonly whole: Path;
  /** All records of a versioned model, in the order they were changed. */
  readonly changed: Path | undefined;
  /** Along the primary key. */
  readonly primary: Path;
  /** Name of the full-text index of a @searchable model. */
  readonly search: string | undefined;
  /** Along each index, by its name in the layout. */
  readonly indexes: ReadonlyMap<string, Path>;
}

export function openTable(model: ModelType, layout: TableLayout, names: Names, spelling: SqlSpelling): Table {
  const columns = new Map<string, Column>();
  for (const field of model.fields) {
    const storage = storageOf(field.type, names);
    if (storage === undefined || !isStored(field, names)) continue;
    const { column, number } = columnOf(layout, field.name);
    columns.set(field.name, {
      field,
      storage,
      physical: column,
      sql: spelling.name(column),
      nullMark: nullMark(number),
    });
  }
  if (layout.versioned === true) for (const [name, column] of openVersionColumns(spelling)) columns.set(name, column);
  const keys = [model.key.partition, ...model.key.sort].flatMap((name) => columns.get(name) ?? []);
  const paths = openPaths(model, layout, keys, columns, spelling);
  return {
    model,
    access: openAccess(model, names.model),
    names,
    spelling,
    sql: spelling.name(layout.table),
    columns,
    keys,
    nullMarks: spelling.name(nullMarks),
    search: layout.search?.index,
    ...paths,
    changed: layout.versioned === true ? openChangedPath(paths.whole, spelling) : undefined,
  };
}

function openPaths(
  model: ModelType,
  layout: TableLayout,
  keys: readonly Column[],
  columns: ReadonlyMap<string, Column>,
  spelling: SqlSpelling,
): Pick<Table, "whole" | "primary" | "indexes"> {
  const written: Step = { sql: spelling.name(rowNumber), kind: "integer" };
  const [partition, ...sort] = keys;
  const whole: Path = { partition: undefined, sort: [], sortColumn: undefined, order: [written], sparse: false };
  const primarySort: Step | undefined =
    sort.length > 1 ? { sql: spelling.name(sortText), kind: "text" } : stepOf(sort[0]);
  const primary: Path = {
    partition,
    sort,
    sortColumn: primarySort?.sql,
    order: [primarySort ?? written],
    sparse: false,
  };
  const byName = new Map(layout.columns.map(({ column, field }) => [column, columns.get(field)]));
  const indexes = (layout.indexes ?? []).map((index): readonly [string, Path] => {
    const parts = index.sort.flatMap((column) => byName.get(column) ?? []);
    const joined: Step | undefined =
      index.joined === undefined ? undefined : { sql: spelling.name(index.joined), kind: "text" };
    const step = joined ?? stepOf(parts[0]);
    const path: Path = {
      partition: byName.get(index.columns[0] ?? ""),
      argument: model.indexes.find(({ name }) => name === index.name)?.argument,
      sort: parts,
      sortColumn: step?.sql,
      order: step === undefined ? [written] : [step, written],
      sparse: step !== undefined,
    };
    return [index.name, path];
  });
  return { whole, primary, indexes: new Map(indexes) };
}

function stepOf(column: Column | undefined): Step | undefined {
  return column === undefined ? undefined : { sql: column.sql, kind: columnKind(column.storage) };
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
