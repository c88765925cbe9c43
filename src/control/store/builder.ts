/** What the stores build statements with. */

import { type Builder, createBuilder } from "#kernel/sql/builder";
import type { Database } from "#ports/database";
import type { ControlTables } from "./tables.ts";

export type ControlBuilder = Builder<ControlTables>;

/**
 * Sorted reads say `in` for `=`: SQLite looks at the value when a column is `=` a parameter and the rows are sorted, and for
 * that compiles the statement anew at each use, which costs several times the read itself. Both are planned alike.
 */
export function controlBuilder(database: Pick<Database, "dialect">): ControlBuilder {
  return createBuilder<ControlTables>(database);
}
