/** What access rules ask of a record -> a predicate over its row, never SQL null. */

import type { Right, RowTest } from "#graphql/access/rule";
import { all, any, no } from "./logic.ts";
import type { Parameters } from "./parameters.ts";
import { at, type Scan } from "./scan.ts";

/** The row a predicate looks at. */
export type RowOf = Pick<Scan, "table" | "alias">;

/** One predicate for all that a right asks; undefined where it asks nothing. */
export function printRight(right: Right, row: RowOf, parameters: Parameters): string | undefined {
  if (right === "allow") return undefined;
  return right === "deny" ? no : any(right.map((test) => printTest(test, row, parameters)));
}

/** A field that no column holds, or one that holds no texts, names nobody. */
export function printTest(test: RowTest, row: RowOf, parameters: Parameters): string {
  const column = row.table.columns.get(test.field);
  if (column === undefined || (column.storage !== "text" && column.storage !== "list")) return no;
  const { spelling } = row.table;
  const sql = at(row, column.sql);
  if (test.kind === "owner") {
    if (column.storage === "list") {
      const known = parameters.bind((run) => JSON.stringify(test.names.map((name) => name(run.caller))));
      return spelling.jsonArraysMeet(sql, known);
    }
    const names = test.names.map((name) => parameters.bind((run) => name(run.caller)));
    // The walk that is under way finds the records; an index of owners would put them out of its order. An owner has
    // three names at most, and engines compare so few faster one by one than as a list.
    const owner = spelling.unindexed(sql);
    return all([`${sql} IS NOT NULL`, any(names.map((name) => `${owner} = ${name}`))]);
  }
  const groups = parameters.bind((run) => JSON.stringify(test.groups(run.caller)));
  return column.storage === "list" ? spelling.jsonArraysMeet(sql, groups) : spelling.jsonArrayContains(groups, sql);
}
