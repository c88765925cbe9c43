/** The migrations of the graphql plane's tables in the house database, in order. */

import type { Migration } from "#kernel/sql/migration";
import { apis } from "./0001-apis.ts";
import { models } from "./0002-models.ts";

export const migrations: readonly Migration[] = [apis, models];
