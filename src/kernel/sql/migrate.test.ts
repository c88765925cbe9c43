/** Migrations: once, in order, all or nothing; changed history and downgrades are refused. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import type { Database, Databases } from "#ports/database";
import { toSql } from "./builder.ts";
import { migrate } from "./migrate.ts";
import type { Migration } from "./migration.ts";

let folder = "";
let databases: Databases;
let database: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-migrate-"));
  databases = sqliteDatabases({ folder });
  database = await databases.open("house");
});
afterEach(async () => {
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
});

function plain(id: string, ...texts: string[]): Migration {
  return { id, up: () => texts.map((text) => ({ text, parameters: [] })) };
}
const first: Migration = {
  id: "0001-first",
  up: ({ schema, spelling }) => [
    toSql(schema.schema.createTable("a").addColumn("id", "text")),
    { text: `insert into a values (${spelling.parameter(1)})`, parameters: ["x"] },
  ],
};
const second = plain("0002-second", "alter table a add column more text default 'y'");

test("what is missing is applied once, in order, rows included", async () => {
  expect(await migrate(database, "room", [first])).toEqual(["0001-first"]);
  expect(await migrate(database, "room", [first, second])).toEqual(["0002-second"]);
  expect(await migrate(database, "room", [first, second])).toEqual([]);
  expect(await database.all({ text: "select * from a", parameters: [] })).toEqual([{ id: "x", more: "y" }]);
});

test("rooms have histories of their own", async () => {
  await migrate(database, "one", [plain("0001-x", "create table one (a text)")]);
  expect(await migrate(database, "two", [plain("0001-x", "create table two (a text)")])).toEqual(["0001-x"]);
});

test("a migration that fails leaves nothing of itself, and those before it stay", async () => {
  const broken = plain("0002-broken", "create table half (a text)", "insert into nowhere values (1)");
  await expect(migrate(database, "room", [first, broken])).rejects.toThrow("nowhere");
  expect(await migrate(database, "room", [first, plain("0002-broken", "create table half (a text)")])).toEqual([
    "0002-broken",
  ]);
});

test("a downgrade is refused and named", async () => {
  await migrate(database, "room", [first, second]);
  await expect(migrate(database, "room", [first])).rejects.toMatchObject({
    name: "MigrationRefusal",
    message: expect.stringMatching(/newer program.*0002-second of room.*Downgrade refused/),
  });
});

test("a changed or replaced migration is refused; new line breaks are no change", async () => {
  await migrate(database, "room", [first, second]);
  const changed = plain("0002-second", "alter table a add column more text default 'z'");
  await expect(migrate(database, "room", [first, changed])).rejects.toThrow(
    "is not the one this database was made with",
  );
  await expect(migrate(database, "room", [first, plain("0002-other", "select 1")])).rejects.toThrow(
    "has migration 0002-second of room where this program has 0002-other",
  );
  const laidOut = plain("0002-second", "alter table a\n  add column more text default 'y'\n");
  expect(await migrate(database, "room", [first, laidOut])).toEqual([]);
});

test("migrations are numbered without gaps", async () => {
  await expect(migrate(database, "room", [first, plain("0003-x", "select 1")])).rejects.toThrow(
    "must be called 0002-…",
  );
});
