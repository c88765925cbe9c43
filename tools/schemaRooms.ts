/** The rooms that own tables, and where their dumped schema lies. */

import { outboxMigrations } from "#adapters/outbox/migrations/list";
import { migrations as auth } from "#auth/migrations/list";
import { migrations as control } from "#control/migrations/list";
import { migrations as graphql } from "#graphql/migrations/list";
import { jobMigrations } from "#kernel/jobs/migrations/list";
import type { Migration } from "#kernel/sql/migration";
import { migrations as storage } from "#storage/migrations/list";

export interface SchemaRoom {
  readonly room: string;
  /** Folder of the dump, from the root of the project. */
  readonly folder: string;
  readonly migrations: readonly Migration[];
}

export const rooms: readonly SchemaRoom[] = [
  { room: "jobs", folder: "src/kernel/jobs", migrations: jobMigrations },
  { room: "control", folder: "src/control/store", migrations: control },
  { room: "outbox", folder: "src/adapters/outbox", migrations: outboxMigrations },
  { room: "auth", folder: "src/auth/store", migrations: auth },
  { room: "graphql", folder: "src/graphql/store", migrations: graphql },
  { room: "storage", folder: "src/storage/store", migrations: storage },
];
