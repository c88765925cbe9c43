/** An outbox in a database of its own, with a clock that tests move. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { outboxMigrations } from "#adapters/outbox/migrations/list";
import { createOutbox, type OutboxOptions } from "#adapters/outbox/outbox";
import { migrate } from "#kernel/sql/migrate";
import type { Outbox } from "#ports/outbox";

export interface OpenOutbox {
  readonly folder: string;
  readonly outbox: Outbox;
  /** Moves the clock. */
  pass(milliseconds: number): void;
  /** Closes the database; the folder stays. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** @param kept the folder of an outbox that was stopped */
export async function openOutbox(keep?: OutboxOptions["keep"], kept?: string): Promise<OpenOutbox> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "ohmstead-outbox-")));
  const databases = sqliteDatabases({ folder });
  const database = await databases.open("house");
  await migrate(database, "outbox", outboxMigrations);
  let offset = 0;
  const clock = { now: () => Date.now() + offset };
  return {
    folder,
    outbox: createOutbox({ database, clock, ...(keep ? { keep } : {}) }),
    pass: (milliseconds) => void (offset += milliseconds),
    stop: () => databases.close(),
    async close() {
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
