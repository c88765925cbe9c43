/** Patterns: all of the models compile, whole texts are matched, and no text keeps the server busy. */

import { describe, expect, it } from "vitest";
import { amplify } from "#generated/wire/amplify";
import { amplifyBackend } from "#generated/wire/amplifyBackend";
import { cognitoIdentity } from "#generated/wire/cognitoIdentity";
import { cognitoIdp } from "#generated/wire/cognitoIdp";
import { compilePattern } from "./pattern.ts";

const patterns = [amplify, amplifyBackend, cognitoIdentity, cognitoIdp]
  .flatMap(({ shapes }) => Object.values(shapes))
  .flatMap((shape) => (shape.kind === "string" && shape.pattern !== undefined ? [shape.pattern] : []));

describe("patterns", () => {
  it("match the whole text only", () => {
    const matches = compilePattern("d[a-z0-9]+");
    expect(["d1", "dabc"].map(matches)).toEqual([true, true]);
    expect(["", "d", "xd1", "d1 ", "d1\n"].map(matches)).toEqual([false, false, false, false, false]);
  });

  it("know Unicode classes", () => {
    const matches = compilePattern("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+");
    expect(["ü€😀", "a b"].map(matches)).toEqual([true, false]);
  });

  it("give the same for long texts as for short ones", () => {
    const matches = compilePattern("[\\p{L}]*\\{####\\}[\\p{L}]*");
    const long = "x".repeat(5000);
    expect([`${long}{####}${long}`, `${long}{###}${long}`, `${long}{####}${long}\n`].map(matches)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("of the models all compile, and hostile texts take no longer than the limit allows", () => {
    expect(patterns.length).toBeGreaterThan(30);
    for (const pattern of new Set(patterns)) {
      const matches = compilePattern(pattern);
      for (const unit of ["{####}", ":a", "@"]) {
        const hostile = `${unit.repeat(Math.ceil(20_000 / unit.length))}\u0001`;
        const started = performance.now();
        matches(hostile);
        expect(performance.now() - started).toBeLessThan(500);
      }
    }
  });
});
