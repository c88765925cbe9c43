/** Reads that share a read transaction see every commit, and keep nothing from being written. */

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sql, SqlValue } from "#ports/database";
import { SqliteDatabase } from "./database.ts";
import { ensureFile } from "./files.ts";

let folder = "";
let database: SqliteDatabase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-reads-"));
  const file = join(folder, "a.sqlite");
  ensureFile(file);
  database = new SqliteDatabase(
    "a",
    file,
    true,
    () => 0,
    () => undefined,
  );
  await database.run(sql("create table t (id integer primary key)"));
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const sql = (text: string, ...parameters: SqlValue[]): Sql => ({ text, parameters });
const count = async (): Promise<unknown> => (await database.first(sql("select count(*) as n from t")))?.["n"];
const insert = sql("insert into t default values");

test("a read after a commit sees it, in the same turn too", async () => {
  for (let round = 0; round < 20; round += 1) {
    expect(await Promise.all([count(), count(), count()])).toEqual([round, round, round]);
    await database.run(insert);
    expect(await Promise.all([count(), count(), count()])).toEqual([round + 1, round + 1, round + 1]);
    if (round % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
});

test("a transaction, a change of the schema and a close find no read in their way", async () => {
  await Promise.all([count(), count()]);
  await database.transaction(async (transaction) => {
    await transaction.run(insert);
    expect(await Promise.all([count(), count(), count()])).toEqual([0, 0, 0]);
  });
  expect(await Promise.all([count(), count()])).toEqual([1, 1]);
  await database.run(sql("alter table t add column text"));
  expect(await Promise.all([1, 2].map(() => database.first(sql("select * from t"))))).toEqual([
    { id: 1, text: null },
    { id: 1, text: null },
  ]);
  await Promise.all([count(), count()]);
  expect(database.rest()).toBe(true);
  expect(await Promise.all([count(), count()])).toEqual([1, 1]);
});

test("the log is folded into the file although reads go on all the time", async () => {
  const done = new AbortController();
  const reader = async (): Promise<void> => {
    while (!done.signal.aborted) {
      await Promise.all([count(), count()]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const readers = reader();
  const filler = sql(
    "insert into t select null from (with recursive c(x) as (select 1 union all select x + 1 from c where x < 5000) select x from c)",
  );
  for (let round = 0; round < 60; round += 1) {
    await database.run(filler);
    await database.run(sql("update t set id = id + 1000000 where id < 500000"));
  }
  done.abort();
  await readers;
  const [row] = await database.all(sql("select count(*) as n from t"));
  expect(row).toEqual({ n: 300_000 });
  const { size } = statSync(join(folder, "a.sqlite-wal"));
  expect(size).toBeLessThan(3 * 4000 * 4200);
});
