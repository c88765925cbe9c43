/** Signed tokens: round trips and everything a forger may try. */

import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSignedTokens } from "./signedToken.ts";

const key = randomBytes(32);
const tokens = createSignedTokens(key, "list of things");

describe("signed tokens", () => {
  it("give back any JSON payload in its own context", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (payload, context) => {
        const decoded = tokens.decode(tokens.encode(payload, context), context);
        expect(JSON.stringify(decoded)).toBe(JSON.stringify(payload));
      }),
    );
  });

  it("are refused in another context, for another purpose, under another key", () => {
    const token = tokens.encode({ after: 5 }, "app 1");
    expect(tokens.decode(token, "app 2")).toBeUndefined();
    expect(createSignedTokens(key, "other list").decode(token, "app 1")).toBeUndefined();
    expect(createSignedTokens(randomBytes(32), "list of things").decode(token, "app 1")).toBeUndefined();
  });

  it("keep purpose and context apart", () => {
    const token = createSignedTokens(key, "a").encode(1, "bc");
    expect(createSignedTokens(key, "ab").decode(token, "c")).toBeUndefined();
  });

  it("are refused after any change of one character, and when they are junk", () => {
    const token = tokens.encode({ after: 5 });
    for (let index = 0; index < token.length; index += 1) {
      const changed = `${token.slice(0, index)}${token[index] === "A" ? "B" : "A"}${token.slice(index + 1)}`;
      expect(tokens.decode(changed)).toBeUndefined();
    }
    for (const junk of ["", ".", "a.b", "é.ü", "x".repeat(10_000), `${token}.`])
      expect(tokens.decode(junk)).toBeUndefined();
  });
});
