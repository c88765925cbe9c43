/** Users are found in every form of JSON they come in, whatever the pieces. */

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createJsonObjects } from "./jsonObjects.ts";

const users = [
  { Username: "a", Attributes: [{ Name: "name", Value: 'br{ace "Users": [' }], Enabled: true },
  { Username: "b]}\\", Attributes: [], Groups: ["Users"], Nested: { Users: [{ x: 1 }] } },
  {},
];
const answer = { PaginationToken: "{[", Other: { Users: [1], deep: [{}] }, Users: users, Last: [{ no: 1 }, "]"] };

const forms: readonly (readonly [string, string, readonly unknown[]])[] = [
  ["JSON lines", users.map((user) => JSON.stringify(user)).join("\n"), users],
  ["an array", JSON.stringify(users), users],
  ["an array over many lines", JSON.stringify(users, undefined, 2), users],
  ["an answer of ListUsers", JSON.stringify({ Users: users }, undefined, 4), users],
  ["an answer with other members", JSON.stringify(answer), users],
  [
    "two answers, one after the other",
    `${JSON.stringify({ Users: users })}\n${JSON.stringify(answer)}`,
    [...users, ...users],
  ],
  ["an empty list", '{"Users":[]}', []],
  ["nothing", " \n", []],
];

test.each(forms)("%s", (_, text, expected) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: text.length + 1 }), (size) => {
      const reader = createJsonObjects();
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      const found = pieces.flatMap((piece) => reader.read(piece));
      reader.end();
      expect(found.map((object) => JSON.parse(object.text) as unknown)).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test("objects know the line they begin in", () => {
  const reader = createJsonObjects();
  expect(reader.read('{"Users": [\n  {\n"a": 1 },\n\n  {"b": 2}]}\n{"c":\n3}').map(({ line }) => line)).toEqual([
    2, 5, 6,
  ]);
});

test.each(['{"Username": "a"', '{"Users": [{"a": 1}', '["'])("%s is not whole", (text) => {
  const reader = createJsonObjects();
  reader.read(text);
  expect(() => reader.end()).toThrow(/not closed|before it is complete/);
});
