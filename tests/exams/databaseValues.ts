/** Exam, part one: what goes in comes out, and statements stay right when the schema moves under them. */

import { expect, test } from "vitest";
import type { Database, SqlValue } from "#ports/database";
import type { Desk } from "./database.ts";
import { all, run, statement, withItems } from "./engine.ts";

const texts: readonly (readonly [string, string])[] = [
  ["empty", ""],
  ["quotes", `it's "quoted" \\ and ; -- not a comment`],
  ["placeholders", "?1 ? $1 :name @x"],
  ["Unicode", "Grüße 你好 עברית 👩‍👩‍👧 \u{1d11e} e\u0301 \u00e9 \ufeff"],
  ["control characters", "\u0001\t\r\n\u001f\u007f"],
  ["one megabyte and more", "ä€𝄞x".repeat(150_000)],
];
const integers: readonly SqlValue[] = [0, 1, -1, 1_793_000_000_123, 2 ** 53 - 1, -(2 ** 53 - 1)];
const wide: readonly bigint[] = [2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const reals = [0.1, -1.5, 1e-300, 1.7976931348623157e308, 5e-324, 3];
const blobs = [new Uint8Array(0), Uint8Array.of(0, 1, 255, 0), new Uint8Array(1_000_000).fill(7)];

export function valueQuestions({ engine, databases }: Desk): void {
  const opened = async (): Promise<Database> => {
    const database = await databases().open("values");
    const { columnType } = database.spelling;
    const columns = (["text", "integer", "real", "blob"] as const).map((kind) => `a_${kind} ${columnType(kind)}`);
    await run(
      database,
      `create table if not exists kept (id ${columnType("text")} primary key, ${columns.join(", ")})`,
    );
    return database;
  };
  const roundTrip = async (column: string, value: SqlValue): Promise<SqlValue | undefined> => {
    const database = await opened();
    await run(database, "delete from kept where id = 'x'");
    await run(database, `insert into kept (id, ${column}) values ('x', ?)`, value);
    const [row] = await all(
      database,
      `select ${column} as value from kept where id = 'x' and (${column} = ? or ${column} is null)`,
      value,
    );
    return row?.["value"];
  };

  test.each(texts)("text: %s", async (_, text) => expect(await roundTrip("a_text", text)).toBe(text));
  test.each(integers)("integer %d is a number", async (value) =>
    expect(await roundTrip("a_integer", value)).toBe(value),
  );
  test.each(wide)("integer %d beyond 2^53 is exact", async (value) =>
    expect(await roundTrip("a_integer", value)).toBe(value),
  );
  test.each(reals)("real %d", async (value) => expect(await roundTrip("a_real", value)).toBe(value));
  test.each(["a_text", "a_integer", "a_real", "a_blob"])("null in %s", async (column) =>
    expect(await roundTrip(column, null)).toBeNull(),
  );
  test.each(blobs)("bytes %#", async (bytes) => {
    const back = await roundTrip("a_blob", bytes);
    expect(back).toBeInstanceOf(Uint8Array);
    expect(Buffer.compare(back as Uint8Array, bytes)).toBe(0);
  });

  const nul = engine.skips["NUL in text"];
  test.skipIf(nul !== undefined)(`NUL in text${nul === undefined ? "" : ` (skipped: ${nul})`}`, async () => {
    expect(await roundTrip("a_text", "a\0b\0")).toBe("a\0b\0");
  });

  test("a whole number in a text or JSON stays whole", async () => {
    const database = await opened();
    const { spelling } = database;
    const [row] = await all(
      database,
      `select ${spelling.jsonObject([["n", "a_integer"]])} as json from kept where id = 'none'`,
    );
    expect(row).toBeUndefined();
    await run(database, "delete from kept");
    await run(database, "insert into kept (id, a_integer) values ('x', ?)", 7);
    const [json] = await all(database, `select ${spelling.jsonObject([["n", "a_integer"]])} as json from kept`);
    expect(json?.["json"]).toBe('{"n":7}');
  });

  test("a bigint that fits a number comes back as a number, also from a changing statement", async () => {
    const database = await opened();
    await run(database, "delete from kept");
    const changed = await run(
      database,
      "insert into kept (id, a_integer) values ('x', ?) returning a_integer as value",
      5n,
    );
    expect(changed).toEqual({ rows: [{ value: 5 }], changes: 1 });
    const big = await run(database, "update kept set a_integer = ? returning a_integer as value", 2n ** 60n);
    expect(big.rows).toEqual([{ value: 2n ** 60n }]);
  });

  test("what no engine can store is refused, not bent", async () => {
    const database = await opened();
    for (const value of [Number.NaN, undefined, true, new Date(0), { a: 1 }, 2n ** 64n] as unknown as SqlValue[]) {
      await expect(run(database, "insert into kept (id, a_real) values ('bad', ?)", value)).rejects.toThrow(
        /bind|stored|undefined|bigint|parameter/i,
      );
    }
    expect(await all(database, "select 1 as one from kept where id = 'bad'")).toEqual([]);
  });

  test("text is ordered and compared byte by byte", async () => {
    const database = await withItems(databases(), "byte-order");
    for (const id of ["b", "a", "B", "é", "e", "Z", "\u{1d11e}", "\uffee"])
      await run(database, "insert into items values (?, 1)", id);
    const rows = await all(database, "select id from items order by id");
    expect(rows.map((row) => row["id"])).toEqual(["B", "Z", "a", "b", "e", "é", "\uffee", "\u{1d11e}"]);
    expect(await all(database, "select id from items where id = 'É' or id = 'A'")).toEqual([]);
  });

  test("outcomes count the changed rows", async () => {
    const database = await withItems(databases(), "changes");
    await run(database, "insert into items values ('a', 1), ('b', 1), ('c', 2)");
    expect((await run(database, "update items set n = 5 where n = 1")).changes).toBe(2);
    expect((await run(database, "delete from items where n = 9")).changes).toBe(0);
    expect(await run(database, "select n from items where id = 'c'")).toEqual({ rows: [{ n: 2 }], changes: 0 });
    expect(await database.first(statement(database, "select n from items where id = 'none'"))).toBeUndefined();
  });

  test("a statement used before a schema change is right after it", async () => {
    const database = await withItems(databases(), "moving-schema");
    await run(database, "insert into items values ('a', 1)");
    const read = "select * from items where id = ?";
    expect(await all(database, read, "a")).toEqual([{ id: "a", n: 1 }]);
    await run(database, `alter table items add column more ${database.spelling.columnType("text")} default 'x'`);
    expect(await all(database, read, "a")).toEqual([{ id: "a", n: 1, more: "x" }]);
    await run(database, "drop table items");
    await expect(all(database, read, "a")).rejects.toThrow(/items/);
    await run(
      database,
      `create table items (id ${database.spelling.columnType("text")}, other ${database.spelling.columnType("real")})`,
    );
    await run(database, "insert into items values ('a', 0.5)");
    expect(await all(database, read, "a")).toEqual([{ id: "a", other: 0.5 }]);
  });

  test("a thousand different statements in turn stay right", async () => {
    const database = await withItems(databases(), "many-statements");
    await run(database, "insert into items values ('a', 1)");
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 1000; n += 1) {
        expect(await all(database, `select n + ${n} as sum from items where id = ?`, "a")).toEqual([{ sum: n + 1 }]);
      }
    }
  });

  test("a wrong number of parameters is refused", async () => {
    const database = await withItems(databases(), "parameter-count");
    const text = statement(database, "select * from items where id = ? and n = ?").text;
    for (const parameters of [[], ["a"], ["a", 1, 2]])
      await expect(database.all({ text, parameters })).rejects.toThrow(/parameter/i);
  });

  test("one parameter may stand several times", async () => {
    const database = await withItems(databases(), "repeated-parameter");
    const p = database.spelling.parameter(1);
    await run(database, "insert into items values ('a', 1), (?, 2)", "?1");
    const text = `select id from items where id = ${p} or '?9' = ${p} or id = ${p} order by id`;
    expect(await database.all({ text, parameters: ["?1"] })).toEqual([{ id: "?1" }]);
  });
}
