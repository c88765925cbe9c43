/** The list of the control plane's migrations, in order; each is frozen once it was released. */

import type { Migration } from "#kernel/sql/migration";
import { firstTables } from "./0001-first-tables.ts";

export const migrations: readonly Migration[] = [firstTables];
