/** Pages: limits, order, tokens, and the keys lists are walked by. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

const sdl = `
type Item @model @auth(rules: [{ allow: public }]) { id: ID! n: Int! }
type Event @model @auth(rules: [{ allow: public }]) { room: String! @primaryKey(sortKeyFields: ["at"]) at: Int! what: String }
type Day @model @auth(rules: [{ allow: public }]) { town: String! @primaryKey(sortKeyFields: ["year", "month"]) year: Int! month: Int! }
`;
let plane: TestPlane;
let strict: TestPlane;
let api: TestApi;

beforeAll(async () => {
  plane = await openPlane();
  strict = await openPlane({ settings: { first: "limit" } });
  api = await plane.api(sdl);
  await fill(api);
});

afterAll(async () => {
  await plane.close();
  await strict.close();
});

async function fill(target: TestApi): Promise<void> {
  for (let n = 1; n <= 7; n += 1)
    await target.send(`mutation { createItem(input: { id: "i${9 - n}", n: ${n} }) { id } }`);
}

const numbers = (items: readonly { n: number }[]): readonly number[] => items.map((item) => item.n);

async function walk(target: TestApi, args: string): Promise<readonly (readonly number[])[]> {
  const pages: (readonly number[])[] = [];
  let token: string | null = null;
  do {
    const query = `query ($token: String) { listItems(${args}, nextToken: $token) { items { n } nextToken } }`;
    const answer = await target.send(query, { token });
    expect(answer.errors).toBeUndefined();
    pages.push(numbers(answer.at("listItems.items")));
    token = answer.at<string | null>("listItems.nextToken");
  } while (token !== null);
  return pages;
}

test("records come in the order they were written, and the last page says so", async () => {
  expect(await walk(api, "limit: 3")).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  expect(await walk(api, "limit: 7")).toEqual([[1, 2, 3, 4, 5, 6, 7]]);
});

test("filter first: pages are full while records match", async () => {
  expect(await walk(api, "limit: 2, filter: { n: { ge: 3 } }")).toEqual([[3, 4], [5, 6], [7]]);
  expect(await walk(api, "limit: 2, filter: { n: { le: 2 } }")).toEqual([[1, 2]]);
});

test("limit first: the limit counts records looked at, as DynamoDB does", async () => {
  const other = await strict.api(sdl);
  await fill(other);
  expect(await walk(other, "limit: 3, filter: { n: { between: [3, 4] } }")).toEqual([[3], [4], []]);
});

test("pages stay stable while records are added and removed", async () => {
  const other = await plane.api(sdl);
  await fill(other);
  const first = await other.send(`{ listItems(limit: 3) { items { n } nextToken } }`);
  const token = first.at("listItems.nextToken");
  await other.send(
    `mutation { createItem(input: { id: "new", n: 8 }) { id } a: deleteItem(input: { id: "i5" }) { n } b: deleteItem(input: { id: "i8" }) { n } }`,
  );
  const rest = await other.send(`query ($token: String) { listItems(nextToken: $token) { items { n } nextToken } }`, {
    token,
  });
  expect(numbers(rest.at("listItems.items"))).toEqual([5, 6, 7, 8]);
});

test("a token is good only for the field, arguments and API it was made for", async () => {
  const token = (await api.send(`{ listItems(limit: 2) { nextToken } }`)).at<string>("listItems.nextToken");
  const list = (target: TestApi, text: string, args = ""): ReturnType<TestApi["send"]> =>
    target.send(`query ($token: String) { listItems(nextToken: $token${args}) { items { n } } }`, { token: text });
  expect(numbers((await list(api, token, ", limit: 1")).at("listItems.items"))).toEqual([3]);
  const [body = "", mac = ""] = token.split(".");
  const forged = Buffer.from(JSON.stringify({ at: 1 })).toString("base64url");
  const other = await plane.api(sdl);
  const refusals = [
    await list(api, `${forged}.${mac}`),
    await list(api, `${body}.${mac.slice(0, -2)}AA`),
    await list(api, body),
    await list(api, ""),
    await list(api, "x".repeat(10_000)),
    await list(api, token, ", filter: { n: { eq: 1 } }"),
    await list(other, token),
  ];
  for (const answer of refusals) {
    expect(answer.data).toEqual({ listItems: null });
    expect(answer.errors).toMatchObject([
      { errorType: "DynamoDB:UserIllegalArgumentException", message: "Invalid pagination token given." },
    ]);
  }
});

test("limit below one is refused, a large one is bounded", async () => {
  const zero = await api.send(`{ listItems(limit: 0) { items { n } } }`);
  expect(zero.errors).toMatchObject([{ errorType: "DynamoDB:DynamoDbException" }]);
  const many = await api.send(`{ listItems(limit: 2147483647) { items { n } } }`);
  expect(many.at("listItems.items")).toHaveLength(7);
});

test("one sort key orders by its own type, in both directions, with every condition", async () => {
  for (const at of [10, 2, 1, 30]) await api.send(`mutation { createEvent(input: { room: "r", at: ${at} }) { at } }`);
  await api.send(`mutation { createEvent(input: { room: "other", at: 5 }) { at } }`);
  const list = async (args: string): Promise<readonly number[]> => {
    const answer = await api.send(`{ listEvents(room: "r"${args}) { items { at } } }`);
    return answer.at<{ at: number }[]>("listEvents.items").map((item) => item.at);
  };
  expect(await list("")).toEqual([1, 2, 10, 30]);
  expect(await list(", sortDirection: DESC")).toEqual([30, 10, 2, 1]);
  expect(await list(", at: { gt: 2 }")).toEqual([10, 30]);
  expect(await list(", at: { between: [2, 10] }")).toEqual([2, 10]);
  const page = await api.send(`{ listEvents(room: "r", sortDirection: DESC, limit: 3) { items { at } nextToken } }`);
  const rest = await api.send(
    `query ($t: String) { listEvents(room: "r", sortDirection: DESC, nextToken: $t) { items { at } } }`,
    {
      t: page.at("listEvents.nextToken"),
    },
  );
  expect(rest.at("listEvents.items")).toEqual([{ at: 1 }]);
  expect((await api.send(`{ getEvent(room: "r", at: 10) { at room } }`)).at("getEvent")).toEqual({ at: 10, room: "r" });
});

test("several sort keys compare as one text, part # part", async () => {
  for (const [year, month] of [
    [1, 1],
    [10, 1],
    [2, 1],
    [2, 12],
    [2, 3],
  ]) {
    await api.send(`mutation { createDay(input: { town: "t", year: ${year}, month: ${month} }) { year } }`);
  }
  const list = async (args: string): Promise<readonly string[]> => {
    const answer = await api.send(`{ listDays(town: "t"${args}) { items { year month } } }`);
    return answer.at<{ year: number; month: number }[]>("listDays.items").map((day) => `${day.year}#${day.month}`);
  };
  expect(await list("")).toEqual(["10#1", "1#1", "2#1", "2#12", "2#3"].toSorted());
  expect(await list(", yearMonth: { gt: { year: 2 } }")).toEqual(["2#1", "2#12", "2#3"]);
  expect(await list(", yearMonth: { beginsWith: { year: 2, month: 1 } }")).toEqual(["2#1", "2#12"]);
  expect(await list(", yearMonth: { between: [{ year: 1 }, { year: 2, month: 1 }] }")).toEqual(
    ["10#1", "1#1", "2#1"].toSorted(),
  );
});

test("key conditions that make no sense are InvalidArgumentsError", async () => {
  const wrong: readonly (readonly [string, string])[] = [
    [
      `{ listEvents(at: { eq: 1 }) { items { at } } }`,
      "When providing argument 'at' you must also provide arguments 'room'.",
    ],
    [
      `{ listEvents(sortDirection: DESC) { items { at } } }`,
      "When providing argument 'sortDirection' you must also provide argument 'room'.",
    ],
    [
      `{ listEvents(room: "r", at: { eq: 1, gt: 0 }) { items { at } } }`,
      "Argument at must specify at most one key condition operation.",
    ],
    [
      `{ listEvents(room: "r", at: { between: [1] }) { items { at } } }`,
      "Argument at.between expects exactly 2 elements.",
    ],
  ];
  for (const [query, message] of wrong) {
    expect((await api.send(query)).errors).toMatchObject([{ errorType: "InvalidArgumentsError", message }]);
  }
});
