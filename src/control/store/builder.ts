/** What the stores build statements with. */

import { type Builder, createBuilder } from "#kernel/sql/builder";
import type { Database } from "#ports/database";
import type { ControlTables } from "./tables.ts";

export type ControlBuilder = Builder<ControlTables>;

export function controlBuilder(database: Pick<Database, "dialect">): ControlBuilder {
  return createBuilder<ControlTables>(database);
}
