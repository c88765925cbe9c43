/** Commits that the disk completes while the event loop goes on: nobody hears of one too early, many share a sync. */

import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Connection } from "./connection.ts";
import { LogSync } from "./logSync.ts";
import { Writer } from "./writer.ts";

let folder = "";
let file = "";
let connection: Connection;
let log: LogSync;
let writer: Writer;
/** A disk that takes its time: each sync waits for its turn in this list. */
let disk: { done(): void; fail(code: string): void }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-log-"));
  file = join(folder, "a.sqlite");
  writeFileSync(file, "");
  disk = [];
  log = new LogSync(
    file,
    () =>
      new Promise((resolve, reject) => {
        disk.push({
          done: () => resolve(),
          fail: (code) => reject(Object.assign(new Error(code), { code })),
        });
      }),
  );
  connection = new Connection(file, "writeAhead", () => log.close());
  connection.execute({ text: "create table t (id text primary key)", parameters: [] });
  writer = new Writer(connection, () => undefined, log);
});
afterEach(() => {
  log.close();
  connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const insert = (id: string) => ({ text: "insert into t values (?)", parameters: [id] });
const ids = () => connection.all({ text: "select id from t order by id", parameters: [] }).map((row) => row["id"]);

/** What has settled by now, by name. */
function watch(): { readonly settled: string[]; readonly add: (name: string, promise: Promise<unknown>) => void } {
  const settled: string[] = [];
  return {
    settled,
    add: (name, promise) =>
      void promise.then(
        () => settled.push(name),
        (error: Error) => settled.push(`${name}: ${error.name}`),
      ),
  };
}

async function turns(count = 4): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

test("a batch is acknowledged when its sync has ended, and not before", async () => {
  const { settled, add } = watch();
  add("a", writer.batch([insert("a")]));
  await turns();
  expect(ids()).toEqual(["a"]);
  expect(settled).toEqual([]);
  expect(writer.idle).toBe(false);
  disk[0]?.done();
  await turns();
  expect(settled).toEqual(["a"]);
  expect(writer.idle).toBe(true);
  expect(disk).toHaveLength(1);
});

test("what arrives while the disk works is committed together and shares the next sync", async () => {
  const { settled, add } = watch();
  add("a", writer.batch([insert("a")]));
  await turns();
  for (const id of ["b", "c", "d"]) {
    add(id, writer.batch([insert(id)]));
    await turns();
  }
  disk[0]?.done();
  await turns();
  expect(settled).toEqual(["a"]);
  expect(ids()).toEqual(["a", "b", "c", "d"]);
  expect(disk).toHaveLength(2);
  disk[1]?.done();
  await turns();
  expect(settled).toEqual(["a", "b", "c", "d"]);
  expect(disk).toHaveLength(2);
});

test("transactions go on while the disk works, and none is acknowledged by a sync that began before its commit", async () => {
  const { settled, add } = watch();
  const transaction = (id: string) => writer.transaction(async (runner) => void (await runner.run(insert(id))));
  add("a", transaction("a"));
  await turns();
  add("b", transaction("b"));
  add("c", transaction("c"));
  await turns(8);
  expect(ids()).toEqual(["a", "b", "c"]);
  expect(disk).toHaveLength(1);
  disk[0]?.done();
  await turns();
  expect(settled).toEqual(["a"]);
  expect(disk).toHaveLength(2);
  disk[1]?.done();
  await turns();
  expect(settled).toEqual(["a", "b", "c"]);
});

test("a refused statement is told of when the rest of its commit is durable", async () => {
  const { settled, add } = watch();
  add("a", writer.batch([insert("a")]));
  add("again", writer.batch([insert("a")]));
  await turns();
  expect(settled).toEqual([]);
  disk[0]?.done();
  await turns();
  expect(settled).toEqual(["a", "again: UniqueViolation"]);
});

test("a disk that refuses fails who waits for it; the next change first writes everything again", async () => {
  const { settled, add } = watch();
  add("a", writer.batch([insert("a")]));
  await turns();
  disk[0]?.fail("EIO");
  await turns();
  expect(settled).toEqual(["a: DatabaseUnavailable"]);
  const before = statSync(file).size;
  add("b", writer.batch([insert("b")]));
  await turns();
  // The log was folded into the file: what the disk may have lost of it is written anew.
  expect(statSync(file).size).toBeGreaterThan(before);
  disk[1]?.done();
  await turns();
  expect(settled).toEqual(["a: DatabaseUnavailable", "b"]);
  expect(ids()).toEqual(["a", "b"]);
});

test("drain waits for the disk", async () => {
  const { settled, add } = watch();
  add("a", writer.batch([insert("a")]));
  await turns();
  add("drained", writer.drain());
  await turns();
  expect(settled).toEqual([]);
  disk[0]?.done();
  await turns();
  expect(settled).toEqual(["a", "drained"]);
});

test("with the real disk: many writers, few syncs, and a log that is opened anew with its connection", async () => {
  let syncs = 0;
  const real = new LogSync(file);
  const counting = new LogSync(file, async () => {
    syncs += 1;
    await real.sync();
  });
  const busy = new Writer(connection, () => undefined, counting);
  await Promise.all(Array.from({ length: 200 }, (_, n) => busy.batch([insert(`k${n}`)])));
  expect(syncs).toBeLessThan(20);
  counting.close();
  real.close();
  connection.close();
  await busy.batch([insert("after")]);
  expect(ids()).toHaveLength(201);
  counting.close();
  real.close();
});
