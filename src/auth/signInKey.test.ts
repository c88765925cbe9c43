/** The normal form of sign-in names. */

import { assert, boolean, property, string } from "fast-check";
import { expect, test } from "vitest";
import { signInKey } from "./signInKey.ts";

test.each([
  ["Ann@Example.org", "ANN@EXAMPLE.ORG"],
  ["ｅｖｅ", "eve"],
  ["straße", "STRASSE"],
  ["Ａ\u0301nn", "ánn"],
  ["ΟΔΟΣ", "οδος"],
])("%s and %s are one name where case does not count", (one, other) => {
  expect(signInKey(false, one)).toBe(signInKey(false, other));
});

test("case counts where the pool says so; form never does", () => {
  expect(signInKey(true, "Ann")).not.toBe(signInKey(true, "ann"));
  expect(signInKey(true, "ｅve")).toBe(signInKey(true, "eve"));
});

test("a normal form is its own, and the same for upper and lower case", () => {
  assert(
    property(string({ unit: "grapheme" }), boolean(), (name, caseSensitive) => {
      const key = signInKey(caseSensitive, name);
      expect(signInKey(caseSensitive, key)).toBe(key);
    }),
  );
  assert(
    property(string(), (name) => {
      expect(signInKey(false, name.toUpperCase())).toBe(signInKey(false, name.toLowerCase()));
    }),
  );
});
