/** Exam, part three: batches are atomic, independent of each other, and never lost. */

import { expect, test } from "vitest";
import type { Database } from "#ports/database";
import type { Desk } from "./database.ts";
import { all, count, run, statement, withItems } from "./engine.ts";

export function batchQuestions({ databases }: Desk): void {
  let serial = 0;
  const fresh = async (): Promise<Database> => withItems(databases(), `batches-${++serial}`);
  const insert = (database: Database, id: string) => statement(database, "insert into items values (?, 1)", id);

  test("a batch answers an outcome for each statement, in order", async () => {
    const database = await fresh();
    const outcomes = await database.batch([
      insert(database, "a"),
      insert(database, "b"),
      statement(database, "update items set n = 2"),
      statement(database, "select id from items order by id"),
    ]);
    expect(outcomes).toEqual([
      { rows: [], changes: 1 },
      { rows: [], changes: 1 },
      { rows: [], changes: 2 },
      { rows: [{ id: "a" }, { id: "b" }], changes: 0 },
    ]);
    expect(await database.batch([])).toEqual([]);
  });

  test("a batch is all or nothing", async () => {
    const database = await fresh();
    const failed = database.batch([insert(database, "a"), insert(database, "b"), insert(database, "a")]);
    await expect(failed).rejects.toMatchObject({ name: "UniqueViolation" });
    expect(await count(database)).toBe(0);
  });

  test("batches that arrive together succeed and fail each alone", async () => {
    const database = await fresh();
    const batches = Array.from({ length: 60 }, (_, n) => [
      insert(database, `first-${n}`),
      insert(database, n % 3 === 0 ? "same" : `second-${n}`),
    ]);
    const settled = await Promise.allSettled(batches.map((each) => database.batch(each)));
    const won = settled.filter(({ status }) => status === "fulfilled");
    expect(won).toHaveLength(41);
    expect(
      settled.filter((each) => each.status === "rejected").every((each) => each.reason.name === "UniqueViolation"),
    ).toBe(true);
    expect(await count(database)).toBe(82);
    expect(await all(database, "select id from items where id = 'first-3'")).toEqual([]);
  });

  test("single statements that arrive together fail alone too, whatever is wrong with one", async () => {
    const database = await fresh();
    const writes = [
      run(database, "insert into items values ('a', 1)"),
      run(database, "insert into items values ('a', 2)"),
      database.batch([{ text: "insert into nowhere values (1)", parameters: [] }]),
      database.batch([insert(database, "b"), { text: "not sql at all", parameters: [] }]),
      database.batch([insert(database, "c")]),
    ];
    const settled = await Promise.allSettled(writes);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "rejected", "fulfilled"]);
    expect(await all(database, "select id, n from items order by id")).toEqual([
      { id: "a", n: 1 },
      { id: "c", n: 1 },
    ]);
  });

  test("a constraint checked only at the commit fails its own batch, not its neighbours", async () => {
    const database = await fresh();
    const { columnType } = database.spelling;
    await run(
      database,
      `create table children (id ${columnType("text")} primary key, parent ${columnType("text")} references items (id) deferrable initially deferred)`,
    );
    const child = (id: string, parent: string) => statement(database, "insert into children values (?, ?)", id, parent);
    const settled = await Promise.allSettled([
      database.batch([child("1", "p"), insert(database, "p")]),
      database.batch([child("2", "nobody")]),
      database.batch([insert(database, "q")]),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await all(database, "select id from children")).toEqual([{ id: "1" }]);
    expect(await count(database)).toBe(2);
  });

  test("a promise settles after its rows can be read", async () => {
    const database = await fresh();
    await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        await database.batch([insert(database, `k${n}`)]);
        expect(await all(database, "select 1 as one from items where id = ?", `k${n}`)).toEqual([{ one: 1 }]);
      }),
    );
    expect(await count(database)).toBe(100);
  });

  test("many writers in turns of the event loop lose nothing", async () => {
    const database = await fresh();
    const writer = async (name: number): Promise<void> => {
      for (let n = 0; n < 25; n += 1) {
        if (n % 5 === 0) await database.transaction((transaction) => transaction.run(insert(database, `${name}-${n}`)));
        else await database.batch([insert(database, `${name}-${n}`), insert(database, `${name}-${n}-more`)]);
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, name) => writer(name)));
    expect(await count(database)).toBe(16 * (5 + 20 * 2));
  });
}
