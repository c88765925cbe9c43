/** The database adapter and the job engine against bare better-sqlite3, in turn in one process: `npm run bench:database`. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import type { Database } from "#ports/database";
import { jobRates } from "./jobs.ts";

const ROWS = 10_000;
const ROUNDS = 3;
const ROUND_MS = 1_000;
const insertText = "insert into items values (?, ?, ?)";
const selectText = "select * from items where id = ?";

interface Contestant {
  readonly name: string;
  /** Does some operations and answers how many. */
  burst(): number | Promise<number>;
}

/** Median operations a second of each, in turn, so that all meet the same disturbances. */
async function race(title: string, contestants: readonly Contestant[]): Promise<void> {
  const rates = contestants.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const start = performance.now();
      let done = 0;
      while (performance.now() - start < ROUND_MS) done += await contestant.burst();
      rates[index]?.push((done / (performance.now() - start)) * 1000);
    }
  }
  console.log(title);
  const medians = rates.map((each) => each.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0);
  for (const [index, { name }] of contestants.entries()) {
    const rate = medians[index] ?? 0;
    console.log(
      `  ${name.padEnd(58)} ${String(Math.round(rate)).padStart(8)}/s  ${(rate / (medians[0] ?? 1)).toFixed(2)}`,
    );
  }
}

const folder = mkdtempSync(join(tmpdir(), "ohmstead-bench-"));
const databases = sqliteDatabases({ folder });
const ours: Database = await databases.open("house");
const raw = new Sqlite(join(folder, "raw.sqlite"));
raw.pragma("journal_mode = WAL");
raw.pragma("synchronous = FULL");
const create = "create table items (id text primary key, n integer, body text)";
raw.exec(create);
await ours.run({ text: create, parameters: [] });
const rawInsert = raw.prepare(insertText);
const rawSelect = raw.prepare(selectText);
let serial = 0;
const row = (): [string, number, string] => [`key-${(serial += 1)}`, serial, "some text of a usual length"];
const values = Array.from({ length: ROWS }, row);
raw.transaction(() => values.forEach((each) => rawInsert.run(...each)))();
await ours.batch(values.map((parameters) => ({ text: insertText, parameters })));
let reads = 0;
const key = (): string => `key-${((reads += 1) % ROWS) + 1}`;

await race("Point selects, one after the other", [
  { name: "better-sqlite3 get()", burst: () => times(1000, () => void rawSelect.get(key())) },
  {
    name: "Database.first()",
    burst: () => timesAsync(1000, () => ours.first({ text: selectText, parameters: [key()] })),
  },
]);
await race("Durable inserts, one after the other (a commit each)", [
  { name: "better-sqlite3 run()", burst: () => times(50, () => void rawInsert.run(...row())) },
  { name: "Database.run()", burst: () => timesAsync(50, () => ours.run({ text: insertText, parameters: row() })) },
]);
const begin = raw.prepare("begin immediate");
const commit = raw.prepare("commit");
await race("Durable inserts, 64 callers at once", [
  { name: "better-sqlite3 run(), a commit each", burst: () => times(64, () => void rawInsert.run(...row())) },
  {
    name: "better-sqlite3, 64 rows in one hand-written commit",
    burst: () => {
      begin.run();
      const done = times(64, () => void rawInsert.run(...row()));
      commit.run();
      return done;
    },
  },
  {
    name: "Database.run(), each awaited by its own caller",
    burst: () => together(64, () => ours.run({ text: insertText, parameters: row() })),
  },
  {
    name: "Database.batch() of two rows each (rows a second)",
    burst: async () =>
      2 *
      (await together(64, () => ours.batch([row(), row()].map((parameters) => ({ text: insertText, parameters }))))),
  },
]);
await race("Transactions of a read and a write", [
  {
    name: "better-sqlite3",
    burst: () =>
      times(50, () => {
        begin.run();
        rawSelect.get(key());
        rawInsert.run(...row());
        commit.run();
      }),
  },
  {
    name: "Database.transaction()",
    burst: () =>
      timesAsync(50, () =>
        ours.transaction(async (transaction) => {
          await transaction.first({ text: selectText, parameters: [key()] });
          await transaction.run({ text: insertText, parameters: row() });
        }),
      ),
  },
]);
await jobRates(await databases.open("jobs"));
raw.close();
await databases.close();
rmSync(folder, { recursive: true, force: true });

function times(count: number, work: () => void): number {
  for (let n = 0; n < count; n += 1) work();
  return count;
}

async function timesAsync(count: number, work: () => Promise<unknown>): Promise<number> {
  for (let n = 0; n < count; n += 1) await work();
  return count;
}

async function together(count: number, work: () => Promise<unknown>): Promise<number> {
  await Promise.all(Array.from({ length: count }, work));
  return count;
}
