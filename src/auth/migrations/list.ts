/** The auth plane's migrations, in order. */

import type { Migration } from "#kernel/sql/migration";
import { firstTables } from "./0001-first-tables.ts";
import { groupLosses } from "./0002-group-losses.ts";

export const migrations: readonly Migration[] = [firstTables, groupLosses];
