/** Exam, part two: transactions are serializable, all or nothing, and cannot block the database for good. */

import { expect, test } from "vitest";
import type { Database, Runner } from "#ports/database";
import type { Desk } from "./database.ts";
import { all, count, run, statement, withItems } from "./engine.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function transactionQuestions({ databases }: Desk): void {
  let serial = 0;
  const fresh = async (): Promise<Database> => withItems(databases(), `transactions-${++serial}`);

  test("a transaction sees its own changes; others see them after the commit", async () => {
    const database = await fresh();
    let inside: unknown;
    let outside: unknown;
    const answer = await database.transaction(async (transaction) => {
      await transaction.run(statement(database, "insert into items values ('a', 1)"));
      inside = await transaction.first(statement(database, "select n from items where id = 'a'"));
      outside = await all(database, "select n from items");
      return "done";
    });
    expect({ answer, inside, outside }).toEqual({ answer: "done", inside: { n: 1 }, outside: [] });
    expect(await count(database)).toBe(1);
  });

  test("a throw rolls everything back, the schema too", async () => {
    const database = await fresh();
    const failed = database.transaction(async (transaction) => {
      await transaction.run(statement(database, "insert into items values ('a', 1)"));
      await transaction.run(statement(database, `create table extra (id ${database.spelling.columnType("text")})`));
      await transaction.run(statement(database, "insert into extra values ('x')"));
      throw new Error("second thoughts");
    });
    await expect(failed).rejects.toThrow("second thoughts");
    expect(await count(database)).toBe(0);
    await expect(all(database, "select * from extra")).rejects.toThrow(/extra/);
  });

  test("DDL and rows commit together", async () => {
    const database = await fresh();
    await database.transaction(async (transaction) => {
      await transaction.run(
        statement(database, `create table extra (id ${database.spelling.columnType("text")} primary key)`),
      );
      await transaction.run(statement(database, "insert into extra values ('x')"));
    });
    expect(await all(database, "select id from extra")).toEqual([{ id: "x" }]);
  });

  test("read-modify-write by fifty transactions loses nothing", async () => {
    const database = await fresh();
    await run(database, "insert into items values ('counter', 0)");
    const add = (): Promise<void> =>
      database.transaction(async (transaction) => {
        const row = await transaction.first<{ n: number }>(
          statement(database, "select n from items where id = 'counter'"),
        );
        await transaction.run(statement(database, "update items set n = ? where id = 'counter'", (row?.n ?? 0) + 1));
      });
    await Promise.all(Array.from({ length: 50 }, add));
    expect(await all(database, "select n from items")).toEqual([{ n: 50 }]);
  });

  test("of two transactions that each check before they write, one sees the other", async () => {
    const database = await fresh();
    const claim = (id: string): Promise<boolean> =>
      database.transaction(async (transaction) => {
        const taken = await transaction.all(statement(database, "select id from items"));
        if (taken.length > 0) return false;
        await transaction.run(statement(database, "insert into items values (?, 1)", id));
        return true;
      });
    const outcomes = await Promise.all(["a", "b", "c"].map(claim));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await count(database)).toBe(1);
  });

  test("batches, single changes and transactions never mix", async () => {
    const database = await fresh();
    let runner: Runner | undefined;
    const slow = database.transaction(async (transaction) => {
      runner = transaction;
      await transaction.run(statement(database, "insert into items values ('slow', 1)"));
      await pause(30);
      throw new Error("rolled back");
    });
    const batch = database.batch([statement(database, "insert into items values ('batch', 1)")]);
    const single = run(database, "insert into items values ('single', 1)");
    await expect(slow).rejects.toThrow("rolled back");
    await Promise.all([batch, single]);
    expect(await all(database, "select id from items order by id")).toEqual([{ id: "batch" }, { id: "single" }]);
    await expect(runner?.run(statement(database, "delete from items"))).rejects.toThrow(/ended/);
    expect(await count(database)).toBe(2);
  });

  test("reads do not wait for an open transaction", async () => {
    const database = await fresh();
    let release = (): void => undefined;
    const open = database.transaction(async (transaction) => {
      await transaction.run(statement(database, "insert into items values ('a', 1)"));
      await new Promise<void>((resolve) => (release = resolve));
    });
    await pause(5);
    expect(await count(database)).toBe(0);
    release();
    await open;
    expect(await count(database)).toBe(1);
  });

  test("a statement that failed dooms its transaction even when the work goes on", async () => {
    const database = await fresh();
    await run(database, "insert into items values ('taken', 1)");
    const doomed = database.transaction(async (transaction) => {
      await transaction.run(statement(database, "insert into items values ('b', 1)"));
      await transaction.run(statement(database, "insert into items values ('taken', 2)")).catch(() => undefined);
      return "swallowed";
    });
    await expect(doomed).rejects.toMatchObject({ name: "UniqueViolation" });
    expect(await all(database, "select id from items")).toEqual([{ id: "taken" }]);
  });

  test("a change asked of the database inside its own transaction is refused instead of waiting for ever", async () => {
    const database = await fresh();
    const nested = database.transaction(() => run(database, "insert into items values ('a', 1)"));
    await expect(nested).rejects.toThrow(/runner/);
    expect((await run(database, "insert into items values ('a', 1)")).changes).toBe(1);
  });

  test("transaction commands as statements are refused", async () => {
    const database = await fresh();
    for (const text of ["begin", " COMMIT", "rollback", "savepoint x"])
      await expect(run(database, text)).rejects.toThrow(/transaction/i);
    expect((await run(database, "insert into items values ('a', 1)")).changes).toBe(1);
  });

  test("a unique violation is named and says what is taken", async () => {
    const database = await fresh();
    const { columnType } = database.spelling;
    await run(database, `create table pairs (a ${columnType("text")}, b ${columnType("integer")}, unique (a, b))`);
    await run(database, "insert into pairs values ('x', 1)");
    const error = await run(database, "insert into pairs values ('x', 1)").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "UniqueViolation", constraint: expect.stringMatching(/pairs/) });
    await run(database, "insert into items values ('a', 1)");
    const key = await run(database, "insert into items values ('a', 2)").catch((caught: unknown) => caught);
    expect(key).toMatchObject({ name: "UniqueViolation", constraint: expect.stringMatching(/items/) });
    await expect(run(database, "insert into nowhere values (1)")).rejects.not.toMatchObject({
      name: "UniqueViolation",
    });
  });
}
