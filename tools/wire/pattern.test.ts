/** Patterns of the service models in ECMAScript's spelling. */

import { expect, test } from "vitest";
import { minimumOf, toEcmaScript } from "./pattern.ts";

test.each([
  ["(?s).*", undefined, undefined],
  ["(?s).+", undefined, 1],
  ["d[a-z0-9]+", "d[a-z0-9]+", undefined],
  ["(?s)a.b[.]\\.", "a[^]b[.]\\.", undefined],
])("%s becomes %s with a minimum of %s", (pattern, source, minimum) => {
  expect(toEcmaScript(pattern)).toBe(source);
  expect(minimumOf(pattern)).toBe(minimum);
});

test.each([
  ["a(?i)b", "inline flags"],
  ["[unclosed", "Invalid regular expression"],
])("%s is refused, not passed on", (pattern, reason) => {
  expect(() => toEcmaScript(pattern)).toThrow(reason);
});
