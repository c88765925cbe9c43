/** The SQL function that ends statements which meet more rows than they may. */

import type Sqlite from "better-sqlite3";
import { RowLimitReachedError } from "./errors.ts";

/** Counts the rows guards met in the statement that runs; each statement begins at 0. */
export interface MetRows {
  count: number;
}

/** Defines `row_guard(column, most)`, 1 for every row. The column only keeps SQLite from calling it once for all rows. */
export function defineRowGuard(raw: Sqlite.Database, met: MetRows): void {
  raw.function("row_guard", { deterministic: false, directOnly: true }, (_column: unknown, most: unknown) => {
    met.count += 1;
    if (met.count > Number(most)) throw new RowLimitReachedError(Number(most));
    return 1n;
  });
}
