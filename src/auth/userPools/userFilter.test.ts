/** The filter language of ListUsers. */

import { describe, expect, test } from "vitest";
import { parseUserFilter } from "./userFilter.ts";

describe("parseUserFilter", () => {
  test.each([
    ['email = "a@b.c"', { attribute: "email", match: "equals", value: "a@b.c" }],
    ['"given_name"^="An"', { attribute: "given_name", match: "startsWith", value: "An" }],
    ['name = "say \\"hi\\" \\\\"', { attribute: "name", match: "equals", value: 'say "hi" \\' }],
    [' cognito:user_status = "CONFIRMED" ', { attribute: "cognito:user_status", match: "equals", value: "CONFIRMED" }],
  ])("%s", (text, filter) => {
    expect(parseUserFilter(text)).toEqual(filter);
  });

  test.each([undefined, "", "  "])("nothing filters nothing: %s", (text) => {
    expect(parseUserFilter(text)).toBeUndefined();
  });

  test.each(["email", "email = a", 'email = "a" or name = "b"', 'email like "a"', '"email = "a"', 'address = "x"'])(
    "%s is refused",
    (text) => {
      expect(() => parseUserFilter(text)).toThrow(expect.objectContaining({ code: "InvalidParameterException" }));
    },
  );

  test("a long hostile text takes no time", () => {
    const started = performance.now();
    expect(() => parseUserFilter(`email = "${"\\".repeat(50_001)}`)).toThrow("Error while parsing filter.");
    expect(performance.now() - started).toBeLessThan(200);
  });
});
