/** Our schemas, models and refusals equal what the official tools answered; see tests/oracle/README.md. */

import { describe, expect, test } from "vitest";
import { casesFolder, readAnswers, readCases, refusedFolder } from "../../tools/oracle/cases.ts";
import { readPending } from "../../tools/oracle/pending.ts";
import { judge, judgeRefusal } from "../../tools/oracle/verdict.ts";

const pending = readPending();
const cases = readCases(casesFolder);
const refused = readCases(refusedFolder);

/** A case on the list must differ, every other must not; what is wrong with that, line by line. */
function complaints(differences: readonly string[], reason: string | undefined): readonly string[] {
  if (reason === undefined) return differences;
  return differences.length > 0 ? [] : ["matches by now: npm run oracle:diff -- --settle takes it out of pending.json"];
}

test("there are cases, and only they are pending", () => {
  expect(cases.length).toBeGreaterThanOrEqual(280);
  expect(refused.length).toBeGreaterThanOrEqual(120);
  const known = new Set([...cases, ...refused].map((each) => each.name));
  const listed = Object.values(pending).flatMap((reasons) => Object.keys(reasons));
  expect(listed.filter((name) => !known.has(name))).toEqual([]);
});

describe.each(cases)("$name", (each) => {
  const answers = readAnswers(each);
  const verdict = judge(each, answers);

  test("schema", () => {
    expect(answers.schema, "there is no expected.graphql; run npm run oracle").toBeDefined();
    expect(complaints(verdict.schema, pending.schema[each.name])).toEqual([]);
  });

  test.runIf(answers.introspection !== undefined)("models", () => {
    expect(complaints(verdict.models, pending.models[each.name])).toEqual([]);
  });
});

test.each(refused)("refused: $name", (each) => {
  expect(complaints(judgeRefusal(each), pending.refusals[each.name])).toEqual([]);
});
