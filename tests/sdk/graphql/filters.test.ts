/** Filters: SQL against a plain reference, over generated records and generated filters of every operator. */

import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";
import { type Attribute, type Item, keeps } from "./filterReference.ts";

const sdl = `
type Thing @model @auth(rules: [{ allow: public }]) {
  id: ID!
  text: String
  ref: ID
  count: Int
  ratio: Float
  flag: Boolean
  kind: Kind
  words: [String]
  numbers: [Int]
  kinds: [Kind]
  stamp: AWSTimestamp
}
enum Kind { A B C }
`;
let plane: TestPlane;
let api: TestApi;
let items: readonly Item[];

const words = [
  "",
  "a",
  "ab",
  "abc",
  "b",
  "B",
  "é",
  "%",
  "_",
  "a%",
  "\u{1F600}",
  "\u{1F600}x",
  "z\u0000y",
  "'",
  '"',
  "\\",
  ",3,",
];
const text = fc.constantFrom(...words);
const int = fc.constantFrom(-2, 0, 1, 2, 10, 2147483647);
const float = fc.constantFrom(-1.5, 0, 0.1, 1, 1e10);
const kind = fc.constantFrom("A", "B", "C");

const values: Readonly<Record<string, fc.Arbitrary<Attribute>>> = {
  text,
  ref: text,
  count: int,
  ratio: float,
  flag: fc.boolean(),
  kind,
  words: fc.array(text, { maxLength: 3 }),
  numbers: fc.array(int, { maxLength: 3 }),
  kinds: fc.array(kind, { maxLength: 2 }),
  stamp: fc.constantFrom(0, -1, 1777636800000),
};

const record: fc.Arbitrary<Item> = fc.record(
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }),
    ]),
  ),
  { requiredKeys: [] },
);

type Members = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** An object with one to `most` of the members. */
function someOf(members: Members, most: number): fc.Arbitrary<object> {
  return fc
    .uniqueArray(fc.constantFrom(...Object.keys(members)), { minLength: 1, maxLength: most })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, members[name] ?? fc.constant(null)]))));
}

/** The operators of one Model<..>Input, each with fitting operands. */
function operators(scalar: "text" | "number" | "boolean", value: fc.Arbitrary<unknown>): Members {
  const common = {
    eq: fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }),
    ne: fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }),
    attributeExists: fc.boolean(),
    attributeType: fc.constantFrom("string", "number", "bool", "list", "_null", "map"),
  };
  if (scalar === "boolean") return common;
  const ordered = { ...common, lt: value, le: value, gt: value, ge: value, between: fc.tuple(value, value) };
  if (scalar === "number") return ordered;
  const small = fc.integer({ min: 0, max: 3 });
  const sizes = { eq: small, ne: small, lt: small, le: small, gt: small, ge: small, between: fc.tuple(small, small) };
  return { ...ordered, contains: value, notContains: value, beginsWith: value, size: someOf(sizes, 2) };
}

const kindList = fc.array(kind, { maxLength: 2 });

const fields: Readonly<Record<string, Members>> = {
  text: operators("text", text),
  ref: operators("text", text),
  count: operators("number", int),
  ratio: operators("number", float),
  flag: operators("boolean", fc.boolean()),
  kind: { eq: kind, ne: kind },
  words: operators("text", text),
  numbers: operators("number", int),
  kinds: { eq: kindList, ne: kindList, contains: kind, notContains: kind },
  stamp: operators("number", int),
};

const { filter } = fc.letrec<{ filter: object }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    someOf(Object.fromEntries(Object.entries(fields).map(([name, members]) => [name, someOf(members, 2)])), 2),
    fc.record({ and: fc.array(tie("filter"), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie("filter"), { maxLength: 3 }) }),
    fc.record({ not: tie("filter") }),
    fc.record({
      or: fc.array(tie("filter"), { maxLength: 2 }),
      not: tie("filter"),
      text: someOf(fields["text"] ?? {}, 1),
    }),
  ),
}));

beforeAll(async () => {
  plane = await openPlane();
  api = await plane.api(sdl);
  items = fc.sample(record, { numRuns: 120, seed: 7 });
  for (const [index, item] of items.entries()) {
    const answer = await api.send(`mutation ($input: CreateThingInput!) { createThing(input: $input) { id } }`, {
      input: { ...item, id: String(index) },
    });
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  }
});

afterAll(() => plane.close());

async function kept(filter: unknown): Promise<readonly string[]> {
  const query = `query ($filter: ModelThingFilterInput) { listThings(filter: $filter, limit: 1000) { items { id } } }`;
  const answer = await api.send(query, { filter });
  expect(answer.errors).toBeUndefined();
  return answer.at<{ id: string }[]>("listThings.items").map((item) => item.id);
}

function expected(filter: unknown): readonly string[] {
  return items.flatMap((item, index) => (keeps(filter, item) ? [String(index)] : []));
}

test("each operator alone, on every field", async () => {
  for (const [name, members] of Object.entries(fields)) {
    const samples = Object.entries(members).flatMap(([operator, operand]) =>
      fc.sample(operand, { numRuns: 25, seed: 11 }).map((each) => [operator, each] as const),
    );
    const seen = new Set<string>();
    for (const [operator, operand] of samples) {
      const key = `${operator} ${JSON.stringify(operand)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const filter = { [name]: { [operator]: operand } };
      expect([filter, await kept(filter)]).toEqual([filter, expected(filter)]);
      expect([filter, await kept({ not: filter })]).toEqual([filter, expected({ not: filter })]);
    }
  }
});

test("combined filters", async () => {
  await fc.assert(
    fc.asyncProperty(filter, async (each) => {
      expect(await kept(each)).toEqual(expected(each));
    }),
    { numRuns: Number(process.env["FILTER_RUNS"] ?? 400), seed: 5 },
  );
});

test("conditions on writes mean the same as filters", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(items.length - 1), filter, async (index, each) => {
      const query = `mutation ($condition: ModelThingConditionInput) { deleteThing(input: { id: "${index}" }, condition: $condition) { id } }`;
      const answer = await api.send(query, { condition: { and: [each, { text: { eq: "never" } }] } });
      expect(answer.data).toEqual({ deleteThing: null });
      expect(answer.errors).toMatchObject([{ errorType: "DynamoDB:ConditionalCheckFailedException" }]);
      const update = `mutation ($condition: ModelThingConditionInput) { updateThing(input: { id: "${index}" }, condition: $condition) { id } }`;
      const updated = await api.send(update, { condition: each });
      const item = items[index] ?? {};
      expect(updated.data).toEqual({ updateThing: keeps(each, item) ? { id: String(index) } : null });
    }),
    { numRuns: 200, seed: 3 },
  );
});

test("what does not filter, and what cannot be compared", async () => {
  const everything = items.map((_item, index) => String(index));
  for (const filter of [
    null,
    {},
    { or: [] },
    { and: [] },
    { not: {} },
    { text: {} },
    { text: null },
    { or: [{}, { text: {} }] },
    { text: { size: {} } },
  ]) {
    expect(await kept(filter)).toEqual(everything);
  }
  const list = `query ($filter: ModelThingFilterInput) { listThings(filter: $filter) { items { id } } }`;
  for (const [input, errorType] of [
    [{ text: { lt: null } }, "DynamoDB:DynamoDbException"],
    [{ text: { contains: null } }, "DynamoDB:DynamoDbException"],
    [{ count: { between: [1, null] } }, "DynamoDB:DynamoDbException"],
    [{ count: { between: [1] } }, "InvalidArgumentsError"],
    [{ count: { between: [1, 2, 3] } }, "InvalidArgumentsError"],
  ] as const) {
    expect((await api.send(list, { filter: input })).errors).toMatchObject([{ errorType }]);
  }
});
