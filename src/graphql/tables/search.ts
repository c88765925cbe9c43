/** The full-text index of a @searchable model's table: made, made anew when its columns change, and dropped. */

import type { Sql, SqlSpelling } from "#ports/database";
import type { ModelType } from "#graphql/sdl/model";
import { type Numbering, rowNumber, type SearchLayout, type TableLayout } from "./layout.ts";

export interface SearchChange {
  readonly search: SearchLayout | undefined;
  readonly statements: readonly Sql[];
}

/** Texts are searched: strings, ids, enums, dates, and lists of them. */
export function changeSearch(
  table: TableLayout,
  type: ModelType,
  numbering: Numbering,
  spelling: SqlSpelling,
): SearchChange {
  const { search: old } = table;
  const columns = table.columns.filter((column) => column.kind === "text").map(({ column }) => column);
  const isWanted = type.operations.search !== undefined && columns.length > 0;
  if (isWanted && old !== undefined && String(old.columns) === String(columns)) return { search: old, statements: [] };
  const statements = old === undefined ? [] : dropSearch(old, spelling);
  if (!isWanted) return { search: undefined, statements };
  const search = { index: numbering.search(type.name), columns };
  const made = spelling.textSearch.create(search.index, table.table, rowNumber, columns);
  return { search, statements: [...statements, ...made.map(plain)] };
}

export function dropSearch(search: SearchLayout, spelling: SqlSpelling): Sql[] {
  return spelling.textSearch.drop(search.index).map(plain);
}

function plain(text: string): Sql {
  return { text, parameters: [] };
}
