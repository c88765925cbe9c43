/** Files of a data folder: rights, crashed removals, sleeping databases. */

import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database, SqlValue } from "#ports/database";
import { SqliteDatabase } from "./database.ts";
import { sqliteDatabases } from "./databases.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (database: Database, text: string, ...parameters: SqlValue[]) => database.run({ text, parameters });

test("files lie where the README says, for this user only, and close leaves no log behind", async () => {
  const databases = sqliteDatabases({ folder });
  for (const name of ["house", "api-1"]) await run(await databases.open(name), "create table t (a)");
  for (const file of ["house.sqlite", "house.sqlite-wal", "apis/api-1.sqlite"]) {
    expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  }
  await databases.drop("api-1");
  expect(readdirSync(join(folder, "apis"))).toEqual([]);
  await databases.close();
  expect(readdirSync(folder).sort()).toEqual(["apis", "house.sqlite", "lock.db"]);
});

test("a removal cut short by a crash is finished at the next start, and its log does not leak into a new database", async () => {
  const first = sqliteDatabases({ folder });
  await run(await first.open("gone"), "create table t (a)");
  await first.close();
  const file = join(folder, "apis", "gone.sqlite");
  writeFileSync(`${file}.dropped`, "");
  writeFileSync(`${file}-wal`, "left over");
  rmSync(file);
  const second = sqliteDatabases({ folder });
  expect(await second.list()).toEqual([]);
  expect(existsSync(`${file}.dropped`)).toBe(false);
  await run(await second.open("gone"), "create table t (a)");
  await second.close();
});

test("more databases than may be awake work all the same", async () => {
  const databases = sqliteDatabases({ folder, awake: 3 });
  const opened: Database[] = [];
  for (let n = 0; n < 10; n += 1) opened.push(await databases.open(`api-${n}`));
  for (const database of opened) await run(database, "create table t (a integer)");
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(opened.map((database) => run(database, "insert into t values (?)", round)));
  }
  for (const database of opened) expect((await run(database, "select a from t")).rows).toHaveLength(3);
  const awake = opened.filter((database) => database instanceof SqliteDatabase && database.awake);
  expect(awake).toHaveLength(3);
  await databases.close();
});

test("a file that is no database is reported as unavailable, with the remedy", async () => {
  const databases = sqliteDatabases({ folder });
  writeFileSync(join(folder, "apis", "bad.sqlite"), "this is not a database, whatever its name says ".repeat(100));
  await expect(databases.open("bad")).rejects.toMatchObject({
    name: "DatabaseUnavailable",
    message: expect.stringContaining("restore it from a backup"),
  });
  await databases.close();
});
