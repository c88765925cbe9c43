/** Patterns that would take for ever do not. */

import { expect, test } from "vitest";
import { matchesInTime } from "./boundedMatch.ts";

test("patterns match as JavaScript's do", () => {
  expect([matchesInTime("^a\\d+$", "a12"), matchesInTime("^a\\d+$", "b"), matchesInTime("ü", "süß")]).toEqual([
    true,
    false,
    true,
  ]);
});

test("one that explodes on a value is ended, and the next value is served", () => {
  const text = `${"a".repeat(40)}!`;
  expect(matchesInTime("^(a+)+$", text)).toBe(false);
  expect(matchesInTime("^(a+)+$", "aaa")).toBe(true);
});
