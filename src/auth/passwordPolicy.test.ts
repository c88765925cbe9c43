/** Password rules in Cognito's words. */

import { describe, expect, test } from "vitest";
import { policyProblem } from "./passwordPolicy.ts";
import { defaultPasswordPolicy } from "./poolDefaults.ts";

const all = {
  ...defaultPasswordPolicy,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

describe("policyProblem", () => {
  test.each([
    ["aA1!", "Password not long enough"],
    ["AAAAAA1!", "Password must have lowercase characters"],
    ["aaaaaa1!", "Password must have uppercase characters"],
    ["aaaaaaA!", "Password must have numeric characters"],
    ["aaaaaaA1", "Password must have symbol characters"],
    ["aA1!".repeat(65), "Password is too long"],
  ])("%s", (password, problem) => {
    expect(policyProblem(all, password)).toBe(problem);
  });

  test.each(Array.from("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"))("%s counts as a symbol", (symbol) => {
    expect(policyProblem(all, `aaaaA1${symbol}a`)).toBeUndefined();
  });

  test("a space counts between other characters only, and letters beyond ASCII are no symbols", () => {
    expect(policyProblem(all, "aaaA1 aaa")).toBeUndefined();
    expect(policyProblem(all, "aaaA1aaa ")).toBe("Password must have symbol characters");
    expect(policyProblem(all, "aaaA1aaé")).toBe("Password must have symbol characters");
  });

  test("a character is one, whatever it takes to write it", () => {
    expect(policyProblem(defaultPasswordPolicy, "🔑".repeat(7))).toBe("Password not long enough");
    expect(policyProblem(defaultPasswordPolicy, "🔑".repeat(8))).toBeUndefined();
  });
});
