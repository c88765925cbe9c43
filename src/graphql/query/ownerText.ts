/** Owners are stored with their id before the name; answers show the name alone. */

import type { SqlSpelling } from "#ports/database";
import type { Column } from "./column.ts";

const separator = "::";

/** The expression of an owner column as answers show it; JSON text for a list. */
export function ownerText(column: Column, sql: string, spelling: SqlSpelling): string {
  if (column.storage !== "list") return column.storage === "text" ? spelling.lastPart(sql, separator) : sql;
  const { from, element } = spelling.jsonElements(sql, "owners");
  return `CASE WHEN ${sql} IS NULL THEN NULL ELSE ${spelling.jsonArrayOf(spelling.lastPart(element, separator), from)} END`;
}
