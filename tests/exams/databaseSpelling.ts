/** Exam, part four: the spelling means the same on each engine. */

import { expect, test } from "vitest";
import type { Database, SqlValue } from "#ports/database";
import type { Desk } from "./database.ts";
import { run, withItems } from "./engine.ts";

export function spellingQuestions({ engine, databases }: Desk): void {
  /** The value of an expression written with `$a`, `$b` for parameters over a one-row table. */
  const evaluate = async (
    print: (database: Database, a: string, b: string) => string,
    a: SqlValue,
    b: SqlValue = "",
  ) => {
    const database = await databases().open("spelling");
    const { columnType, parameter } = database.spelling;
    const text = columnType("text");
    await run(database, `create table if not exists texts (a ${text}, b ${text})`);
    const [, , outcome] = await database.batch([
      { text: "delete from texts", parameters: [] },
      { text: `insert into texts values (${parameter(1)}, ${parameter(2)})`, parameters: [a, b] },
      { text: `select ${print(database, "a", "b")} as value from texts`, parameters: [] },
    ]);
    return outcome?.rows[0]?.["value"];
  };
  const truth = (value: unknown): boolean => value === 1 || value === true;

  test("names are quoted whatever they hold", async () => {
    const database = await databases().open("spelling");
    const name = database.spelling.name('odd "name" ; drop');
    await run(
      database,
      `create table ${name} (${database.spelling.name("select")} ${database.spelling.columnType("integer")})`,
    );
    expect((await run(database, `insert into ${name} values (1)`)).changes).toBe(1);
  });

  test("JSON objects are compact, keep order and nulls, and nest", async () => {
    const json = await evaluate(
      ({ spelling }, a) =>
        spelling.jsonObject([
          ["b", a],
          ["a", "null"],
          ['it\'s "x"', "1"],
          ["inner", spelling.json(spelling.jsonObject([["k", "1.5"]]))],
          ["raw", spelling.json(`'{"x": [1,  2]}'`)],
          ["yes", spelling.jsonBoolean("1")],
          ["no", spelling.jsonBoolean("0")],
          ["unknown", spelling.jsonBoolean("null")],
        ]),
      'a "quoted"\n\u0001\u{1d11e}\\',
    );
    expect(json).toBe(
      '{"b":"a \\"quoted\\"\\n\\u0001\u{1d11e}\\\\","a":null,"it\'s \\"x\\"":1,"inner":{"k":1.5},"raw":{"x":[1,2]},"yes":true,"no":false,"unknown":null}',
    );
  });

  test("a JSON object may have a thousand members", async () => {
    const pairs = Array.from({ length: 1000 }, (_, n) => [`k"${n}`, n % 7 === 0 ? "null" : String(n)] as const);
    const json = await evaluate(({ spelling }) => spelling.jsonObject(pairs), "");
    expect(JSON.parse(String(json))).toEqual(Object.fromEntries(pairs.map(([key, value]) => [key, JSON.parse(value)])));
  });

  test.each([
    ["alone", []],
    ["beside JSON", [{ key: "list", as: "json", expression: "'[1,\"x\"]'" } as const]],
  ])(
    "the members of a JSON record %s: scalars, booleans, texts that stand in, and what is not to be seen",
    async (_name, more) => {
      const record = await evaluate(
        ({ spelling }, a, b) =>
          spelling.jsonRecord([
            { key: "text", as: "scalar", expression: a },
            { key: "it's", as: "scalar", expression: "1.5" },
            { key: "none", as: "scalar", expression: "null" },
            { key: "instead", as: "scalar", expression: "null", instead: b },
            { key: "kept", as: "scalar", expression: "7", instead: b },
            { key: "yes", as: "boolean", expression: "1" },
            { key: "no", as: "boolean", expression: "0", instead: b },
            { key: "unknown", as: "boolean", expression: "null" },
            { key: "missing", as: "boolean", expression: "null", instead: b },
            { key: "shown", as: "scalar", expression: a, when: "1 = 1" },
            { key: "hidden", as: "scalar", expression: a, when: "1 = 0" },
            { key: "denied", as: "boolean", expression: "1", when: "1 = 0", otherwise: b },
            ...more,
            ...more.map((member) => ({ ...member, key: "absent", expression: "null" })),
            ...more.map((member) => ({ ...member, key: "mark", expression: "null", instead: b })),
            ...more.map((member) => ({ ...member, key: "veiled", when: "1 = 0", otherwise: b })),
          ]),
        'a "quoted"\n\u{1d11e}',
        "mark's",
      );
      const scalars =
        '"text":"a \\"quoted\\"\\n\u{1d11e}","it\'s":1.5,"none":null,"instead":"mark\'s","kept":7,"yes":true,"no":false,' +
        '"unknown":null,"missing":"mark\'s","shown":"a \\"quoted\\"\\n\u{1d11e}","hidden":null,"denied":"mark\'s"';
      const rest = more.length === 0 ? "" : ',"list":[1,"x"],"absent":null,"mark":"mark\'s","veiled":"mark\'s"';
      expect(record).toBe(`{${scalars}${rest}}`);
    },
  );

  test("a JSON record may be empty, or have a thousand members", async () => {
    expect(await evaluate(({ spelling }) => spelling.jsonRecord([]), "")).toBe("{}");
    const members = Array.from({ length: 1000 }, (_, n) => ({
      key: `k${n}`,
      as: n % 5 === 0 ? ("json" as const) : ("scalar" as const),
      expression: n % 5 === 0 ? `'[${n}]'` : String(n),
    }));
    const record = JSON.parse(String(await evaluate(({ spelling }) => spelling.jsonRecord(members), "")));
    expect(record).toEqual(
      Object.fromEntries(members.map(({ key, expression }) => [key, JSON.parse(expression.replaceAll("'", ""))])),
    );
  });

  test("a scalar as JSON text", async () => {
    expect(await evaluate(({ spelling }, a) => spelling.jsonScalar(a), 'x"y')).toBe('"x\\"y"');
    expect(await evaluate(({ spelling }) => spelling.jsonScalar("12"), "")).toBe("12");
    expect(await evaluate(({ spelling }) => spelling.jsonScalar("null"), "")).toBe("null");
  });

  test("a computed column follows its row, also in rows from before, and can be indexed", async () => {
    const database = await databases().open("spelling-computed");
    const { columnType, computed, keyText, name } = database.spelling;
    const parts = [keyText(name("n"), "integer"), keyText(name("r"), "real"), name("t")].join(" || '#' || ");
    await run(
      database,
      `create table keyed (n ${columnType("integer")}, r ${columnType("real")}, t ${columnType("text")})`,
    );
    await run(database, "insert into keyed values (?, ?, ?)", 7, 2, "x");
    await run(database, `alter table keyed add column ${computed("joined", "text", parts)}`);
    await run(database, "create index keyed_joined on keyed (joined)");
    await run(database, "insert into keyed values (?, ?, ?)", -1, 0.1, "");
    await run(database, "insert into keyed values (?, ?, ?)", 1, 1e-7, "y");
    await run(database, "insert into keyed values (?, ?, ?)", 1, 3, null);
    const joined = async (): Promise<unknown> =>
      (await run(database, "select joined from keyed where joined is not null order by n")).rows.map(
        (row) => row["joined"],
      );
    expect(await joined()).toEqual(["-1#0.1#", expect.stringMatching(/^1#1(\.0)?e-0?7#y$/), "7#2#x"]);
    await run(database, "update keyed set t = ? where n = 7", "z");
    expect(await joined()).toContain("7#2#z");
  });

  test("a row guard lets so many rows pass and ends the statement at the next, each statement anew", async () => {
    const database = await withItems(databases(), "spelling-guard");
    for (let n = 0; n < 6; n += 1) await run(database, "insert into items values (?, ?)", `k${n}`, n);
    const guarded = (most: number) =>
      run(database, `select id from items where ${database.spelling.rowGuard("n", most)} and n >= 1`);
    expect((await guarded(6)).rows).toHaveLength(5);
    expect((await guarded(6)).rows).toHaveLength(5);
    await expect(guarded(5)).rejects.toMatchObject({ name: "RowLimitReached" });
    expect((await run(database, "select count(*) as n from items")).rows).toEqual([{ n: 6 }]);
  });

  test("JSON arrays of rows keep the order and the limit; none make an empty array", async () => {
    const database = await withItems(databases(), "spelling-arrays");
    const { spelling } = database;
    for (let n = 0; n < 20; n += 1)
      await run(database, "insert into items values (?, ?)", `k${String(n).padStart(2, "0")}`, -n);
    const read = async (expression: string, tail: string): Promise<unknown> =>
      (await run(database, `select ${spelling.jsonArrayOf(expression, `from items ${tail}`)} as value`)).rows[0]?.[
        "value"
      ];
    expect(await read("id", "order by n limit 3")).toBe('["k19","k18","k17"]');
    expect(await read("n", "where n > -3 order by id desc")).toBe("[-2,-1,0]");
    expect(await read("id", "where n > 5")).toBe("[]");
    const objects = spelling.json(spelling.jsonObject([["id", "id"]]));
    expect(await read(objects, "order by id limit 2")).toBe('[{"id":"k00"},{"id":"k01"}]');
    expect(await read("null", "limit 2")).toBe("[null,null]");
    const nested = spelling.jsonObject([
      ["items", spelling.json(spelling.jsonArrayOf("id", "from items order by id limit 1"))],
    ]);
    expect((await run(database, `select ${nested} as value`)).rows[0]?.["value"]).toBe('{"items":["k00"]}');
  });

  test.each([
    ["a quick brown fox", "quick", true],
    ["ABC", "b", false],
    ["100%", "0%", true],
    ["1000", "0%", false],
    ["a_b", "_", true],
    ["a*b", "*", true],
    ["ab", "a*b", false],
    ["Grüße \u{1d11e}!", "ße \u{1d11e}", true],
    ["e\u0301", "\u00e9", false],
    ["x", "", true],
    ["", "x", false],
    ["x", "xx", false],
  ] as const)("%j contains %j: %s", async (text, needle, expected) => {
    expect(truth(await evaluate(({ spelling }, a, b) => spelling.contains(a, b), text, needle))).toBe(expected);
  });

  test.each([
    ["prefix and more", "prefix", true],
    ["Prefix", "prefix", false],
    ["pre", "prefix", false],
    ["%x", "%", true],
    ["ax", "%", false],
    ["ü\u{10ffff}\u{10ffff}", "ü\u{10ffff}", true],
    ["ü", "u", false],
    ["same", "same", true],
    ["x", "", true],
    ["", "", true],
    ["b", "a", false],
  ] as const)("%j starts with %j: %s", async (text, prefix, expected) => {
    expect(truth(await evaluate(({ spelling }, a, b) => spelling.startsWith(a, b), text, prefix))).toBe(expected);
  });

  test.each([
    ['["a","b"]', "b", true],
    ['["a","b"]', "B", false],
    ["[]", "a", false],
    ['[null,"x"]', "x", true],
    ["[null]", "x", false],
    ["[1]", "1", false],
    ['["ab"]', "a", false],
    [null, "a", false],
  ] as const)("the array %s has %j: %s", async (array, scalar, expected) => {
    expect(truth(await evaluate(({ spelling }, a, b) => spelling.jsonArrayContains(a, b), array, scalar))).toBe(
      expected,
    );
    const not = await evaluate(({ spelling }, a, b) => `not (${spelling.jsonArrayContains(a, b)})`, array, scalar);
    expect(truth(not)).toBe(!expected);
  });

  test.each([
    ['["a","b"]', '["b"]', true],
    ['["a","b"]', '["c","d"]', false],
    ['["ab"]', '["a"]', false],
    ["[]", '["a"]', false],
    ['["a"]', "[]", false],
    ['["it\'s \\"q\\""]', '["it\'s \\"q\\""]', true],
    ["[null]", "[null]", false],
    [null, '["a"]', false],
  ] as const)("the arrays %s and %s share an element: %s", async (one, other, expected) => {
    const meet = await evaluate(({ spelling }, a, b) => spelling.jsonArraysMeet(a, b), one, other);
    expect(truth(meet)).toBe(expected);
    const not = await evaluate(({ spelling }, a, b) => `not (${spelling.jsonArraysMeet(a, b)})`, one, other);
    expect(truth(not)).toBe(!expected);
  });

  test("an expression that no index answers is equal to its column", async () => {
    expect(await evaluate(({ spelling }, a) => spelling.unindexed(a), "12")).toBe("12");
    expect(await evaluate(({ spelling }, a) => spelling.unindexed(a), null)).toBe(null);
  });

  test.each([
    ["sub::name", "name"],
    ["name", "name"],
    ["a::b::c", "c"],
    ["a:b", "a:b"],
    ["", ""],
    ['sub"\\::na"me\\', 'na"me\\'],
    ["sub::Gr\u00fc\u00dfe \u{1d11e}", "Gr\u00fc\u00dfe \u{1d11e}"],
    [null, null],
  ] as const)("%j ends with %j", async (text, expected) => {
    expect(await evaluate(({ spelling }, a) => spelling.lastPart(a, "::"), text)).toBe(expected);
  });

  test.each([
    ["", 0],
    ["abc", 3],
    ["Grüße", 5],
    ["\u{1d11e}\u{1f469}", 2],
    ["e\u0301", 2],
  ] as const)("%j has %i code points", async (text, expected) => {
    expect(await evaluate(({ spelling }, a) => spelling.length(a), text)).toBe(expected);
  });

  test.skipIf(engine.skips["NUL in text"] !== undefined)("NUL is a character like others", async () => {
    expect(await evaluate(({ spelling }, a) => spelling.length(a), 'a\0"\\u0000\\\n\0')).toBe(12);
    expect(truth(await evaluate(({ spelling }, a, b) => spelling.contains(a, b), "a\0b", "\0b"))).toBe(true);
    expect(truth(await evaluate(({ spelling }, a, b) => spelling.contains(a, b), "a\0b", "\0c"))).toBe(false);
    expect(truth(await evaluate(({ spelling }, a, b) => spelling.startsWith(a, b), "a\0b", "a\0"))).toBe(true);
    expect(truth(await evaluate(({ spelling }, a, b) => spelling.startsWith(a, b), "a\0b", "a\0c"))).toBe(false);
    expect(await evaluate(({ spelling }, a) => spelling.jsonObject([["k", a]]), "a\0b")).toBe('{"k":"a\\u0000b"}');
  });

  test("a serial key counts upwards", async () => {
    const database = await databases().open("spelling");
    const { serialKey, columnType } = database.spelling;
    await run(database, `create table numbered (${serialKey("n")}, a ${columnType("text")})`);
    for (const a of ["x", "y", "z"]) await run(database, "insert into numbered (a) values (?)", a);
    expect((await run(database, "select n, a from numbered order by n")).rows).toEqual([
      { n: 1, a: "x" },
      { n: 2, a: "y" },
      { n: 3, a: "z" },
    ]);
  });

  test.each([
    ['{"k":{"x":[1, 2]}}', '{"x":[1,2]}'],
    ['{"k":true}', "true"],
    ['{"k":"text"}', '"text"'],
    ['{"k":null}', "null"],
    ['{"other":1}', null],
  ] as const)("the member k of %s is %s", async (object, expected) => {
    const value = await evaluate(({ spelling }, a) => spelling.jsonMember(a, "k"), object);
    expect(value === null ? null : JSON.stringify(JSON.parse(String(value)))).toBe(expected);
  });

  test.each([
    ["[]", 0],
    ["[1,[2,3],null]", 3],
  ] as const)("%s has %i elements", async (array, expected) => {
    expect(await evaluate(({ spelling }, a) => spelling.jsonArrayLength(a), array)).toBe(expected);
  });

  test("elements of a stored array come in order, each as it is", async () => {
    const read = (array: string, wrap: (database: Database, element: string) => string) =>
      evaluate((database, a) => {
        const { from, element } = database.spelling.jsonElements(a, "each");
        return database.spelling.jsonArrayOf(wrap(database, element), from);
      }, array);
    expect(await read('["b","a",null,"c"]', (_, element) => element)).toBe('["b","a",null,"c"]');
    expect(await read('[{"x":1},{"x":[2]}]', ({ spelling }, element) => spelling.json(element))).toBe(
      '[{"x":1},{"x":[2]}]',
    );
    expect(await read("[]", (_, element) => element)).toBe("[]");
  });

  test("texts of rows are joined in the order of their subquery", async () => {
    const database = await withItems(databases(), "spelling-joined");
    for (const [id, n] of [
      ["a", 3],
      ["b", 1],
      ["c", null],
      ["d", 2],
    ] as const) {
      await run(database, "insert into items values (?, ?)", id, n);
    }
    const join = database.spelling.joinTexts("id", "n");
    const ordered = `select ${join} as value from (select id, n from items where n is not null order by n) as ordered`;
    expect((await run(database, ordered)).rows).toEqual([{ value: "b,d,a" }]);
  });
}
