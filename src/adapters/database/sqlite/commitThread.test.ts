/** Crowds are committed on a thread: values, outcomes and errors come back as they would from this one. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sql, SqlValue } from "#ports/database";
import { CommitThread } from "./commitThread.ts";
import { SqliteDatabase } from "./database.ts";
import { ensureFile } from "./files.ts";

let folder = "";
let file = "";
let thread: CommitThread;
let database: SqliteDatabase;
let rounds = 0;
const threads: Worker[] = [];
process.on("worker", (worker) => threads.push(worker));
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-commits-"));
  file = join(folder, "a.sqlite");
  ensureFile(file);
  thread = new CommitThread();
  rounds = 0;
  const counted = thread.commit.bind(thread);
  thread.commit = (...given) => {
    rounds += 1;
    return counted(...given);
  };
  database = new SqliteDatabase(
    "a",
    file,
    () => 0,
    () => undefined,
    thread,
  );
  await database.run(sql("create table t (id text primary key, value)"));
});
afterEach(async () => {
  await database.close();
  await thread.close();
  rmSync(folder, { recursive: true, force: true });
});

const sql = (text: string, ...parameters: SqlValue[]): Sql => ({ text, parameters });
const insert = (id: string, value: SqlValue = null) => sql("insert into t values (?, ?) returning value", id, value);

test("every kind of value goes there and back, and the event loop sees what was committed", async () => {
  const values = ["text", "nul \0 and \u{1f600}", 1, 1.5, -0, 2n ** 62n, null, new Uint8Array([0, 255])];
  const outcomes = await Promise.all(values.map((value, index) => database.batch([insert(`v${index}`, value)])));
  expect(rounds).toBe(1);
  expect(outcomes.map(([outcome]) => outcome?.rows[0]?.["value"])).toEqual(values);
  expect(outcomes.every(([outcome]) => outcome?.changes === 1)).toBe(true);
  expect(await database.all(sql("select id from t"))).toHaveLength(values.length);
});

test("each unit fails alone, with the error it would have met here", async () => {
  const settled = await Promise.allSettled([
    database.batch([insert("same")]),
    database.batch([insert("same")]),
    database.batch([insert("other"), insert("same")]),
    database.batch([sql("insert into nowhere values (1)")]),
    database.batch([sql("commit")]),
    database.batch([insert("last")]),
  ]);
  expect(rounds).toBe(1);
  expect(settled.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "rejected",
    "rejected",
    "rejected",
    "fulfilled",
  ]);
  const reasons = settled.flatMap((each) => (each.status === "rejected" ? [each.reason as Error] : []));
  expect(reasons[0]).toMatchObject({ name: "UniqueViolation", constraint: "t.id" });
  expect(reasons[2]).toMatchObject({ name: "SqliteError", code: "SQLITE_ERROR", message: "no such table: nowhere" });
  expect(reasons[3]?.message).toContain("the adapter's own");
  expect((await database.all(sql("select id from t order by id"))).map((row) => row["id"])).toEqual(["last", "same"]);
});

test("transactions and crowds keep their order", async () => {
  const order: string[] = [];
  const crowd = (name: string): Promise<unknown>[] =>
    Array.from({ length: 20 }, (_, index) =>
      database.batch([insert(`${name}${index}`)]).then(() => order.includes(name) || order.push(name)),
    );
  const work = [
    ...crowd("a"),
    database.transaction(async (transaction) => {
      const row = await transaction.first<{ count: number }>(sql("select count(*) as count from t"));
      order.push(`saw ${row?.count}`);
    }),
    ...crowd("b"),
    ...crowd("c"),
  ];
  await Promise.all(work);
  expect(order).toEqual(["a", "saw 20", "b", "c"]);
  expect(database.commits).toBeGreaterThan(3);
});

test("when the thread dies, what was acknowledged is there, the rest is refused, and another thread commits the next crowd", async () => {
  const crowd = (name: string): Promise<PromiseSettledResult<string>[]> =>
    Promise.allSettled(
      Array.from({ length: 40 }, async (_, index) => {
        await database.batch([insert(`${name}${index}`)]);
        return `${name}${index}`;
      }),
    );
  const acknowledged = (settled: readonly PromiseSettledResult<string>[]): string[] =>
    settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const before = acknowledged(await crowd("a"));
  const lost = crowd("b");
  await threads.at(-1)?.terminate();
  const during = acknowledged(await lost);
  const after = acknowledged(await crowd("c"));
  expect([before.length, after.length]).toEqual([40, 40]);
  expect(during.length).toBeLessThan(40);
  const kept = (await database.all<{ id: string }>(sql("select id from t"))).map(({ id }) => id);
  expect(kept).toEqual(expect.arrayContaining([...before, ...during, ...after]));
});
