/** Rules of writes beside access: @validate, the count of dialect 1's @versioned, composite keys of indexes. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlane, type TestApi, type TestPlane } from "../../support/graphqlPlane.ts";

let plane: TestPlane;
let checked: TestApi;
let counted: TestApi;

beforeAll(async () => {
  plane = await openPlane();
  checked = await plane.api(`type Item @model @auth(rules: [{ allow: public }]) {
    id: ID!
    name: String @validate(type: minLength, value: "2") @validate(type: maxLength, value: "4", errorMessage: "too long")
    code: String @validate(type: matches, value: "^[a-z]+$") @validate(type: startsWith, value: "a") @validate(type: endsWith, value: "z")
    low: Int @validate(type: gt, value: "0") @validate(type: lte, value: "10")
    high: Float @validate(type: gte, value: "0.5") @validate(type: lt, value: "1")
    kind: String @index(name: "byKind", sortKeyFields: ["year", "updatedAt"])
    year: Int
    updatedAt: AWSDateTime
  }`);
  counted = await plane.api(`type Note @model @versioned { id: ID! text: String }
    type Other @model @key(fields: ["name"]) { name: String! }`);
});

afterAll(async () => {
  await plane.close();
});

test.each([
  ['name: "a"', "Field name of type Item must have a minimum length of 2"],
  ['name: "abcde"', "too long"],
  ['code: "aBz"', "Field code of type Item must match ^[a-z]+$"],
  ['code: "bz"', "Field code of type Item must start with a"],
  ['code: "ab"', "Field code of type Item must end with z"],
  ["low: 0", "Field low of type Item must be greater than 0"],
  ["low: 11", "Field low of type Item must be less than or equal to 10"],
  ["high: 0.25", "Field high of type Item must be greater than or equal to 0.5"],
  ["high: 1", "Field high of type Item must be less than 1"],
])("%s is refused on create and update", async (given, message) => {
  await checked.send(`mutation { createItem(input: { id: "x" }) { id } }`);
  for (const mutation of [
    `createItem(input: { ${given} }) { id }`,
    `updateItem(input: { id: "x", ${given} }) { id }`,
  ]) {
    const answer = await checked.send(`mutation { ${mutation} }`);
    expect(answer.errors?.[0]).toMatchObject({ errorType: "ValidationError", message });
  }
});

test("values on the bounds, nulls and absent values are taken", async () => {
  const input = `{ id: "ok", name: "ab", code: "az", low: 10, high: 0.5 }`;
  expect((await checked.send(`mutation { createItem(input: ${input}) { name code low high } }`)).data).toEqual({
    createItem: { name: "ab", code: "az", low: 10, high: 0.5 },
  });
  const nulls = `{ id: "ok", name: null, low: null }`;
  expect((await checked.send(`mutation { updateItem(input: ${nulls}) { name code low } }`)).data).toEqual({
    updateItem: { name: null, code: "az", low: null },
  });
});

test("a composite sort key of an index is written whole; what the server stamps itself is there already", async () => {
  const whole = await checked.send(`mutation { createItem(input: { kind: "k", year: 1 }) { id } }`);
  expect(whole.errors).toBeUndefined();
  const part = await checked.send(
    `mutation { createItem(input: { kind: "k", updatedAt: "2026-01-01T00:00:00Z" }) { id } }`,
  );
  expect(part.errors?.[0]?.message).toBe(
    "When creating any part of the composite sort key for @index 'byKind', you must provide all fields for the key. Missing key: 'year'.",
  );
  const none = await checked.send(`mutation { createItem(input: { kind: "k" }) { id } }`);
  expect(none.errors).toBeUndefined();
});

test("@versioned: a write names the count it saw; another one is a failed condition", async () => {
  const send = async (mutation: string) => counted.send(`mutation { ${mutation} }`);
  expect((await send(`createNote(input: { id: "n", text: "a" }) { version }`)).data).toEqual({
    createNote: { version: 1 },
  });
  const update = (expected: number): string =>
    `updateNote(input: { id: "n", text: "b", expectedVersion: ${expected} }) { text version }`;
  expect((await send(update(1))).data).toEqual({ updateNote: { text: "b", version: 2 } });
  const late = await send(update(1));
  expect(late.errors?.[0]).toMatchObject({ errorType: "DynamoDB:ConditionalCheckFailedException" });
  expect((await send(`deleteNote(input: { id: "n", expectedVersion: 1 }) { id }`)).errors).toHaveLength(1);
  expect((await send(`deleteNote(input: { id: "n", expectedVersion: 2 }) { version }`)).data).toEqual({
    deleteNote: { version: 2 },
  });
});

test("none of it was a bug", () => {
  expect(plane.bugs).toEqual([]);
});
