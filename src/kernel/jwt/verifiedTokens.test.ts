/** The memory of verified tokens: it forgets in time and in order. */

import { expect, test } from "vitest";
import { createVerifiedTokens } from "./verifiedTokens.ts";

test("a token is remembered until it expires, not a moment longer", () => {
  const tokens = createVerifiedTokens<number>(10);
  tokens.set("a", 1, 1000);
  expect(tokens.get("a", 999)).toBe(1);
  expect(tokens.get("a", 1000)).toBeUndefined();
  expect(tokens.get("a", 999)).toBeUndefined();
});

test("of more tokens than fit, those used last are kept", () => {
  const tokens = createVerifiedTokens<number>(2);
  tokens.set("a", 1, 1000);
  tokens.set("b", 2, 1000);
  tokens.get("a", 0);
  tokens.set("c", 3, 1000);
  expect(tokens.size).toBe(2);
  expect(tokens.get("b", 0)).toBeUndefined();
  expect(tokens.get("a", 0)).toBe(1);
  expect(tokens.get("c", 0)).toBe(3);
});
