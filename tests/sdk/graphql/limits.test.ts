/** Attacks: big, deep, branching and poisoned requests end in bounded time with an error, and injection finds no way in. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlane, type Answer, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const open = "@model @auth(rules: [{ allow: public }])";
let plane: TestPlane;
let api: TestApi;

beforeAll(async () => {
  plane = await openPlane();
  api =
    await plane.api(`type Todo ${open} { id: ID! title: String json: AWSJSON tree: Tree constructor: String toString: Tree secret: String }
type Tree { name: String next: Tree nexts: [Tree] hasOwnProperty: Int }
type Closed @model { id: ID! }
type ReadOnly @model @auth(rules: [{ allow: public, operations: [read] }]) { id: ID! }`);
  await api.send(`mutation { createTodo(input: { id: "1", title: "one" }) { id } }`);
});

afterAll(() => plane.close());

/** The answer, and the processor time it took: on a busy machine the clock on the wall tells about others. Milliseconds. */
async function measured(work: () => Promise<unknown>): Promise<{ answer: unknown; spent: number }> {
  const before = process.cpuUsage();
  const answer = await work();
  const { user, system } = process.cpuUsage(before);
  return { answer, spent: (user + system) / 1000 };
}

const nest = (depth: number): string =>
  `{ getTodo(id: "1") { tree ${"{ next ".repeat(depth)}{ name }${" }".repeat(depth)} } }`;

const attacks: Readonly<Record<string, string>> = {
  "depth 1000": nest(1000),
  "depth 7000": nest(7000),
  "1000 aliases of a root field": `{ ${Array.from({ length: 1000 }, (_, n) => `a${n}: getTodo(id: "1") { id }`).join(" ")} }`,
  "one field 14000 times": `{ getTodo(id: "1") { ${"id ".repeat(14_000)} } }`,
  "one root field 1800 times": `{ ${'getTodo(id: "1") { id } '.repeat(1800)} }`,
  "fragments that double 30 times": `{ getTodo(id: "1") { tree { ...F0 } } } ${Array.from({ length: 30 }, (_, n) => `fragment F${n} on Tree { a: next { ...F${n + 1} } b: next { ...F${n + 1} } }`).join(" ")} fragment F30 on Tree { name }`,
  "fragments in a circle": `{ getTodo(id: "1") { tree { ...A } } } fragment A on Tree { next { ...B } } fragment B on Tree { next { ...A } }`,
  "a fragment of itself": `{ getTodo(id: "1") { tree { ...A } } } fragment A on Tree { ...A }`,
  "4000 fragments, unused": `{ __typename } ${Array.from({ length: 3000 }, (_, n) => `fragment F${n} on Tree { name }`).join(" ")}`,
  "4000 directives on a field": `{ __typename ${"@include(if: true) ".repeat(2000)} }`,
  "unknown directives": `{ __typename ${"@x ".repeat(7000)} }`,
  "7000 unknown fields": `{ ${Array.from({ length: 7000 }, (_, n) => `f${n}`).join(" ")} }`,
  "3000 variables": `query (${Array.from({ length: 3000 }, (_, n) => `$v${n}: Int`).join(" ")}) { __typename }`,
  "a megabyte of commas": `{ __typename${",".repeat(900_000)} }`,
  "a megabyte of comments": `{ __typename\n${"#\n".repeat(300_000)} }`,
  "a megabyte in one string": `{ getTodo(id: "${"x".repeat(900_000)}") { id } }`,
  "60 deep and broad": `{ getTodo(id: "1") { tree ${Array.from({ length: 60 }, (_, n) => `{ ${Array.from({ length: 20 }, (_, m) => `a${n}_${m}: name`).join(" ")} next `).join("")}{ name }${" }".repeat(60)} } }`,
  "70 deep": `{ getTodo(id: "1") { tree ${"{ nexts ".repeat(70)}{ name }${" }".repeat(70)} } }`,
  "deep introspection": `{ __schema { types ${"{ fields { type ".repeat(20)}{ name }${" } }".repeat(20)} } }`,
  "literal nested 3000 deep": `{ listTodos(filter: ${"{ not: ".repeat(3000)}{}${" }".repeat(3000)}) { items { id } } }`,
};

for (const [name, query] of Object.entries(attacks)) {
  test(`${name}: bounded`, async () => {
    const body = Buffer.from(JSON.stringify({ query }));
    const { answer, spent } = await measured(() => api.http({ body }));
    const { status } = answer as { status: number };
    expect([200, 400]).toContain(status);
    // Tens of milliseconds alone; a quadratic step would take seconds.
    expect(spent).toBeLessThan(700);
  });
}

test("limits answer with what was too much", async () => {
  const errors = async (query: string): Promise<unknown> => (await api.send(query)).errors;
  expect(await errors(nest(80))).toMatchObject([{ errorType: "QueryDepthLimitReached" }]);
  expect(await errors(attacks["1000 aliases of a root field"] ?? "")).toMatchObject([
    { errorType: "ResolverExecutionLimitReached" },
  ]);
  expect(await errors(attacks["fragments that double 30 times"] ?? "")).toMatchObject([
    { errorType: "ResolverExecutionLimitReached" },
  ]);
});

test("huge and deep values in variables", async () => {
  const list = `query ($f: ModelTodoFilterInput) { listTodos(filter: $f) { items { id } } }`;
  const terms = (count: number): unknown[] => Array.from({ length: count }, (_, n) => ({ title: { eq: `t${n}` } }));
  expect((await api.send(list, { f: { or: [...terms(1999), { title: { eq: "one" } }] } })).data).toEqual({
    listTodos: { items: [{ id: "1" }] },
  });
  expect((await api.send(list, { f: { or: terms(2001) } })).errors).toMatchObject([
    { errorType: "InvalidArgumentsError" },
  ]);
  let deep: unknown = { title: { eq: "one" } };
  for (let n = 0; n < 60; n += 1) deep = { not: deep };
  expect((await api.send(list, { f: deep })).errors).toMatchObject([{ errorType: "InvalidArgumentsError" }]);
  // Deeper than JSON.stringify can go, so the text is made by hand.
  const nots = `${'{"not":'.repeat(20_000)}{}${"}".repeat(20_000)}`;
  const body = Buffer.from(`{"query":${JSON.stringify(list)},"variables":{"f":${nots}}}`);
  const answer = JSON.parse(String((await api.http({ body })).body)) as Answer;
  expect(answer.errors).toMatchObject([{ message: "Variable 'f' has an invalid value." }]);
  let tree: unknown = { name: "leaf" };
  for (let n = 0; n < 40; n += 1) tree = { next: tree };
  const create = `mutation ($i: CreateTodoInput!) { createTodo(input: $i) { id } }`;
  expect((await api.send(create, { i: { id: "deep", tree } })).data).toEqual({ createTodo: { id: "deep" } });
});

test("backtracking patterns and long needles take no time", async () => {
  await api.send(`mutation ($t: String) { createTodo(input: { id: "long", title: $t }) { id } }`, {
    t: "a".repeat(100_000),
  });
  const needle = `${"a".repeat(50_000)}b`;
  const before = process.cpuUsage();
  for (const operator of ["contains", "notContains", "beginsWith", "eq"]) {
    const answer = await api.send(
      `query ($n: String) { listTodos(filter: { title: { ${operator}: $n } }) { items { id } } }`,
      { n: needle },
    );
    expect(answer.errors).toBeUndefined();
  }
  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  await api.send(`mutation { deleteTodo(input: { id: "long" }) { id } }`);
});

test("quotes, comments and wildcards are plain text everywhere", async () => {
  const texts = [
    `'; DROP TABLE t1_todo; --`,
    `" OR 1=1 --`,
    "%",
    "_",
    "\\",
    "\u0000",
    "?1",
    "$1",
    "]]>",
    "${x}",
    "\u2028",
    "\u{1F600}",
  ];
  const create = `mutation ($i: CreateTodoInput!) { createTodo(input: $i) { id title json tree { name next { name } } } }`;
  for (const [index, text] of texts.entries()) {
    const record = {
      id: `sql${index}${text}`,
      title: text,
      json: JSON.stringify({ [text]: text }),
      tree: { name: text, next: { name: text } },
    };
    expect((await api.send(create, { i: record })).data).toEqual({ createTodo: record });
    const found = await api.send(
      `query ($id: ID!, $t: String) { getTodo(id: $id) { title } listTodos(filter: { title: { eq: $t } }) { items { title } } }`,
      {
        id: record.id,
        t: text,
      },
    );
    expect(found.data).toEqual({ getTodo: { title: text }, listTodos: { items: [{ title: text }] } });
  }
  expect((await api.send(`{ getTodo(id: "1") { title } }`)).data).toEqual({ getTodo: { title: "one" } });
});

test("names every object has are plain names", async () => {
  const create = `mutation ($i: CreateTodoInput!) { createTodo(input: $i) { constructor toString { hasOwnProperty } } }`;
  const input = { id: "proto", constructor: "c", toString: { hasOwnProperty: 1 } };
  expect((await api.send(create, { i: input })).data).toEqual({
    createTodo: { constructor: "c", toString: { hasOwnProperty: 1 } },
  });
  const poisoned = async (text: string): Promise<Answer> =>
    JSON.parse(String((await api.http({ body: Buffer.from(text) })).body)) as Answer;
  const query = JSON.stringify(create);
  const proto = await poisoned(`{"query":${query},"variables":{"i":{"id":"p1","__proto__":{"title":"x"}}}}`);
  expect(proto.errors?.[0]?.message).toContain("field name '__proto__'");
  const outer = await poisoned(`{"query":${query},"variables":{"__proto__":{"i":{"id":"p2"}}}}`);
  expect(outer.errors?.[0]?.message).toContain("has coerced Null value");
  expect((await poisoned(`{"__proto__":{"query":"{ __typename }"}}`)).errors).toMatchObject([
    { errorType: "MalformedHttpRequestException" },
  ]);
  const json = await api.send(`mutation ($j: AWSJSON) { createTodo(input: { id: "p3", json: $j }) { json } }`, {
    j: '{"__proto__":{"a":1},"b":9007199254740993,"c":1e999}',
  });
  expect(json.data).toEqual({ createTodo: { json: '{"__proto__":{"a":1},"b":9007199254740993,"c":1e999}' } });
  expect(({} as Record<string, unknown>)["title"]).toBeUndefined();
});

test("values of the wrong kind are refused, not bent", async () => {
  const create = `mutation ($i: CreateTodoInput!) { createTodo(input: $i) { id } }`;
  for (const title of [1, true, ["a", "b"], { a: 1 }]) {
    expect((await api.send(create, { i: { title } })).errors).toMatchObject([
      { message: "Variable 'i' has an invalid value." },
    ]);
  }
  expect((await api.send(create, { i: { json: "{" } })).errors).toMatchObject([
    { message: "Variable 'i' has an invalid value." },
  ]);
  expect((await api.send(create, { i: [] })).errors).toHaveLength(1);
  expect((await api.send(create, { i: { id: "" } })).errors).toMatchObject([
    { errorType: "DynamoDB:DynamoDbException" },
  ]);
  expect((await api.send(create, { i: { id: "x".repeat(2049) } })).errors).toMatchObject([
    { errorType: "DynamoDB:DynamoDbException" },
  ]);
});

test("a model without rules denies everything; rules open only what they name", async () => {
  const denied = async (query: string, field: string, type: string): Promise<void> => {
    const answer = await api.send(query);
    expect(answer.data).toEqual({ [field]: null });
    expect(answer.errors).toMatchObject([
      { errorType: "Unauthorized", message: `Not Authorized to access ${field} on type ${type}` },
    ]);
  };
  await denied(`{ getClosed(id: "1") { id } }`, "getClosed", "Query");
  await denied(`{ listCloseds { items { id } } }`, "listCloseds", "Query");
  await denied(`mutation { createClosed(input: {}) { id } }`, "createClosed", "Mutation");
  await denied(`mutation { deleteClosed(input: { id: 1 }) { id } }`, "deleteClosed", "Mutation");
  await denied(`mutation { createReadOnly(input: {}) { id } }`, "createReadOnly", "Mutation");
  await denied(`mutation { updateReadOnly(input: { id: 1 }) { id } }`, "updateReadOnly", "Mutation");
  expect((await api.send(`{ listReadOnlies { items { id } } getReadOnly(id: 1) { id } }`)).errors).toBeUndefined();
});

test("none of it was a bug", () => {
  expect(plane.bugs).toEqual([]);
});
