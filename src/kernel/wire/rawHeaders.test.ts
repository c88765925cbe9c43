/** Headers are found whatever the case of their names, and the first of several counts. */

import { expect, test } from "vitest";
import { headerIn } from "./rawHeaders.ts";

const raw = ["Host", "a.test", "X-Api-Key", "k1", "HOST", "b.test", "empty", ""];

test.each([
  ["host", "a.test"],
  ["x-api-key", "k1"],
  ["empty", ""],
  ["hos", undefined],
  ["a.test", undefined],
])("%s", (name, value) => {
  expect(headerIn(raw, name)).toBe(value);
});
