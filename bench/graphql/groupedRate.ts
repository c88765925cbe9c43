/** How many records a second SQLite itself makes durable, when 64 share each commit: the ceiling of creates. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { todo } from "./stack.ts";

/** `id` makes the records' keys. */
export function groupedRate(together: number, seconds: number, id: () => string): number {
  const folder = mkdtempSync(join(tmpdir(), "bench-grouped-"));
  const database = new Sqlite(join(folder, "data.sqlite"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec(
    "create table todos (id text unique, name text, done integer, description text, createdAt text, updatedAt text)",
  );
  const insert = database.prepare("insert into todos values (?, ?, ?, ?, ?, ?) returning id");
  const group = database.transaction(() => {
    for (let number = 0; number < together; number += 1) {
      const now = new Date().toISOString();
      insert.get(id(), todo.name, 0, todo.description, now, now);
    }
  });
  let made = 0;
  const started = performance.now();
  while (performance.now() - started < seconds * 1000) {
    group();
    made += together;
  }
  const rate = made / ((performance.now() - started) / 1000);
  database.close();
  rmSync(folder, { recursive: true, force: true });
  return rate;
}
