/** Whether a password is good enough for a pool, in Cognito's words. */

import type { PasswordPolicy } from "./pool.ts";

const longest = 256;
/** The characters Cognito counts as symbols; a space only between other characters. */
const symbols = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=\S) (?=\S)/;

const rules: readonly (readonly [keyof PasswordPolicy, RegExp, string])[] = [
  ["requireLowercase", /[a-z]/, "Password must have lowercase characters"],
  ["requireUppercase", /[A-Z]/, "Password must have uppercase characters"],
  ["requireNumbers", /\d/, "Password must have numeric characters"],
  ["requireSymbols", symbols, "Password must have symbol characters"],
];

/** The first rule the password breaks, or undefined. */
export function policyProblem(policy: PasswordPolicy, password: string): string | undefined {
  const length = Array.from(password).length;
  if (length < policy.minimumLength) return "Password not long enough";
  if (length > longest) return "Password is too long";
  return rules.find(([rule, pattern]) => policy[rule] === true && !pattern.test(password))?.[2];
}
