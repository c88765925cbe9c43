/** One rule or several, put to a caller. */

import type { AccessRule } from "#graphql/sdl/model";
import type { ApiCaller } from "./caller.ts";
import { judges } from "./list.ts";
import type { Right, RowTest, Verdict } from "./rule.ts";

/** Operators signed with an access key of the server; no rule binds them. */
export function isOperator(caller: ApiCaller): boolean {
  return caller.kind === "iam" && caller.identity.kind === "accessKey";
}

export function judge(rule: AccessRule, caller: ApiCaller): Verdict {
  for (const each of judges) {
    const verdict = each(rule, caller);
    if (verdict !== undefined) return verdict;
  }
  throw new Error(`No judge knows the rule { allow: ${rule.allow} }`);
}

/** The same where part of an owner's claims is not enough: for writing records, and for fields with rules of their own. */
export function judgeWhole(rule: AccessRule, caller: ApiCaller): Verdict {
  const verdict = judge(rule, caller);
  const isPartial = typeof verdict !== "string" && verdict.kind === "owner" && verdict.fill === undefined;
  return isPartial ? "deny" : verdict;
}

/** Any rule that lets in is enough. */
export function together(verdicts: readonly Verdict[]): Right {
  const tests: RowTest[] = [];
  for (const verdict of verdicts) {
    if (verdict === "allow") return "allow";
    if (verdict !== "deny") tests.push(verdict);
  }
  return tests.length === 0 ? "deny" : tests;
}

/** True when a record that is not stored yet passes the test. */
export function holds(test: RowTest, record: Readonly<Record<string, unknown>>, caller: ApiCaller): boolean {
  const value = record[test.field];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const accepted = test.kind === "owner" ? test.names.map((name) => name(caller)) : test.groups(caller);
  return values.some((each) => typeof each === "string" && accepted.includes(each));
}
