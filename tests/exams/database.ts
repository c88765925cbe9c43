/** The exam every engine behind `ports/database` must pass. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Databases } from "#ports/database";
import { batchQuestions } from "./databaseBatches.ts";
import { durabilityQuestions } from "./databaseDurability.ts";
import { spellingQuestions } from "./databaseSpelling.ts";
import { transactionQuestions } from "./databaseTransactions.ts";
import { valueQuestions } from "./databaseValues.ts";
import { all, count, type Engine, run, withItems } from "./engine.ts";

/** A fresh place for a group of questions; `open()` gives its databases. */
export interface Desk {
  readonly engine: Engine;
  readonly databases: () => Databases;
}

export function databaseExam(engine: Engine): void {
  let place = "";
  let databases: Databases | undefined;
  beforeAll(async () => {
    place = await engine.freshPlace();
    databases = await engine.open(place);
  });
  afterAll(async () => {
    await databases?.close();
    await engine.discard(place);
  });
  const desk: Desk = {
    engine,
    databases: () => {
      if (databases === undefined) throw new Error("The databases are not open.");
      return databases;
    },
  };
  describe("values", () => {
    valueQuestions(desk);
  });
  describe("transactions", () => {
    transactionQuestions(desk);
  });
  describe("batches", () => {
    batchQuestions(desk);
  });
  describe("spelling", () => {
    spellingQuestions(desk);
  });
  describe("catalogue", () => {
    catalogueQuestions(desk);
  });
  describe("durability", () => {
    durabilityQuestions(engine);
  });
}

function catalogueQuestions({ databases }: Desk): void {
  test("databases are separate, listed, and one object a name", async () => {
    const first = await withItems(databases(), "separate-1");
    await databases().open("house");
    await databases().open("separate-2");
    expect(await databases().open("separate-1")).toBe(first);
    expect(await databases().list()).toEqual(expect.arrayContaining(["house", "separate-1", "separate-2"]));
    await expect(run(await databases().open("separate-2"), "select * from items")).rejects.toThrow(/items/);
  });

  test("a dropped database is gone with its rows, and its old handle is dead", async () => {
    const old = await withItems(databases(), "dropped");
    await run(old, "insert into items values ('a', 1)");
    await databases().drop("dropped");
    expect(await databases().list()).not.toContain("dropped");
    await expect(run(old, "insert into items values ('b', 1)")).rejects.toMatchObject({ name: "DatabaseUnavailable" });
    expect(await count(await withItems(databases(), "dropped"))).toBe(0);
  });

  test("dropping waits for the changes that were asked for before", async () => {
    const database = await withItems(databases(), "drop-waits");
    const writes = Array.from({ length: 20 }, (_, n) => run(database, "insert into items values (?, ?)", `k${n}`, n));
    await databases().drop("drop-waits");
    expect((await Promise.all(writes)).map(({ changes }) => changes)).toEqual(writes.map(() => 1));
  });

  test("dropping what is not there does nothing", async () => {
    await expect(databases().drop("never-was")).resolves.toBeUndefined();
  });

  test("a closed database is opened anew with its rows", async () => {
    const first = await withItems(databases(), "reopened");
    await run(first, "insert into items values ('a', 1)");
    await first.close();
    await expect(all(first, "select * from items")).rejects.toMatchObject({ name: "DatabaseUnavailable" });
    expect(await count(await databases().open("reopened"))).toBe(1);
  });

  test.each(["", "..", "../x", "a/b", "a\\b", "A", "ä", "a\0b", "a.b", "-a", "%2e%2e", "x".repeat(64)])(
    "the name %j is refused",
    async (name) => {
      await expect(databases().open(name)).rejects.toThrow(/not a database name/);
      await expect(databases().drop(name)).rejects.toThrow(/not a database name/);
    },
  );
}
