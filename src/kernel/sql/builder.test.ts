/** The builder compiles, never runs, and puts values where the slots were. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import type { Database, Databases } from "#ports/database";
import { type Builder, createBuilder } from "./builder.ts";

interface Tables {
  readonly items: { readonly id: string; readonly n: number; readonly flag: boolean };
}

let folder = "";
let databases: Databases;
let database: Database;
let builder: Builder<Tables>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ohmstead-builder-"));
  databases = sqliteDatabases({ folder });
  database = await databases.open("house");
  builder = createBuilder<Tables>(database);
  await database.run({ text: "create table items (id text primary key, n integer, flag integer)", parameters: [] });
});
afterAll(async () => {
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
});

test("compiled statements run on the database", async () => {
  const { tables, compile } = builder;
  await database.run(
    compile(tables.insertInto("items").values([{ id: "a", n: 1 } as never, { id: "b", n: 2 } as never])),
  );
  const rows = await database.all(compile(tables.selectFrom("items").select(["id", "n"]).where("n", ">", 1)));
  expect(rows).toEqual([{ id: "b", n: 2 }]);
});

test("a prepared statement keeps its text and takes new values each time", async () => {
  const find = builder.prepare<{ id: string; limit: number }>((slot) =>
    builder.tables.selectFrom("items").select("n").where("id", "=", slot("id")).where("n", ">", 0).limit(slot("limit")),
  );
  const first = find({ id: "a", limit: 1 });
  expect(first.parameters).toEqual(["a", 0, 1]);
  expect(find({ id: "b", limit: 5 })).toEqual({ text: first.text, parameters: ["b", 0, 5] });
  expect(await database.all(first)).toEqual([{ n: 1 }]);
  expect(() => find({ id: "a" } as never)).toThrow("limit is missing");
});

test("values no engine takes are refused when the statement is compiled", () => {
  expect(() => builder.compile(builder.tables.selectFrom("items").selectAll().where("flag", "=", true))).toThrow(
    "parameter of type boolean",
  );
});

test("Kysely itself cannot run anything", async () => {
  await expect(builder.tables.selectFrom("items").selectAll().execute()).rejects.toThrow("only compiles");
});
