/** The writer when the disk is full: a clear error, nothing half kept, and service again as soon as there is room. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Connection } from "./connection.ts";
import { LogSync } from "./logSync.ts";
import { Writer } from "./writer.ts";

let folder = "";
let connection: Connection;
let log: LogSync | undefined;

function open(access: "write" | "writeAhead"): Writer {
  const file = join(folder, "a.sqlite");
  log = access === "write" ? undefined : new LogSync(file);
  connection = new Connection(file, access, () => log?.close());
  connection.execute({ text: "create table t (id text primary key, body text)", parameters: [] });
  return new Writer(connection, () => undefined, log);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-writer-"));
  writeFileSync(join(folder, "a.sqlite"), "");
});
afterEach(() => {
  log?.close();
  connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const insert = (id: string, size: number) => ({
  text: "insert into t values (?, ?)",
  parameters: [id, "x".repeat(size)],
});
const ids = () => connection.all({ text: "select id from t order by id", parameters: [] }).map((row) => row["id"]);
/** SQLite answers SQLITE_FULL at this limit exactly as it does when the disk has no room. */
const limitPages = (pages: number) => connection.first({ text: `pragma max_page_count = ${pages}`, parameters: [] });

describe.each(["write", "writeAhead"] as const)("by a connection that may %s", (access) => {
  test("a full disk fails what does not fit, keeps what does, and is over when there is room", async () => {
    const writer = open(access);
    limitPages(20);
    const settled = await Promise.allSettled([
      writer.batch([insert("small-1", 10)]),
      writer.batch([insert("big-1", 10), insert("big-2", 200_000)]),
      writer.batch([insert("small-2", 10), insert("small-3", 10)]),
      writer.transaction(async (transaction) => {
        await transaction.run(insert("big-3", 10));
        await transaction.run(insert("big-4", 200_000));
      }),
      writer.batch([insert("small-4", 10)]),
    ]);
    expect(settled.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    const reasons = settled.flatMap((each) => (each.status === "rejected" ? [each.reason as Error] : []));
    expect(reasons.map(({ name }) => name)).toEqual(["DatabaseUnavailable", "DatabaseUnavailable"]);
    expect(reasons.map(({ message }) => message).join()).toContain("is full; free some room");
    expect(ids()).toEqual(["small-1", "small-2", "small-3", "small-4"]);
    limitPages(1_000_000);
    await writer.batch([insert("big-5", 200_000)]);
    expect(ids()).toContain("big-5");
  });

  test("a connection broken by its disk is opened anew by the next use", async () => {
    const writer = open(access);
    await writer.batch([insert("before", 10)]);
    connection.close();
    writeFileSync(join(folder, "blocked"), "");
    const away = new Connection(join(folder, "blocked", "a.sqlite"), "write", () => undefined);
    expect(() => away.open()).toThrow(/cannot serve/);
    await writer.batch([insert("after", 10)]);
    expect(ids()).toEqual(["after", "before"]);
  });

  test("more units than one commit takes are all done", async () => {
    const writer = open(access);
    await Promise.all(Array.from({ length: 1000 }, (_, n) => writer.batch([insert(`k${n}`, 5)])));
    expect(ids()).toHaveLength(1000);
    await writer.drain();
    expect(writer.idle).toBe(true);
  });
});
