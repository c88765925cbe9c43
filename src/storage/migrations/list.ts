/** The migrations of the storage plane's tables in the house database, in order. */

import type { Migration } from "#kernel/sql/migration";
import { firstTables } from "./0001-first-tables.ts";

export const migrations: readonly Migration[] = [firstTables];
