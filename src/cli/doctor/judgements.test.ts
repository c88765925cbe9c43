/** The doctor warns before things break, and always says how to mend them. */

import { expect, test } from "vitest";
import { judgeTimes } from "./certificates.ts";
import { judgeSkew } from "./clock.ts";

const day = 86_400_000;
const now = Date.UTC(2026, 5, 1);

test.each([
  [0, "ok"],
  [20_000, "ok"],
  [-90_000, "warning"],
  [301_000, "problem"],
  [-301_000, "problem"],
])("a skew of %i ms is %s", (skew, verdict) => {
  const finding = judgeSkew(skew);
  expect(finding.verdict).toBe(verdict);
  expect(finding.mend === undefined).toBe(verdict === "ok");
});

test.each([
  [-10, 100, "ok"],
  [-10, 28, "warning"],
  [-10, -1, "problem"],
  [1, 100, "problem"],
])("a certificate from day %i to day %i is %s", (from, to, verdict) => {
  const valid = { from: new Date(now + from * day), to: new Date(now + to * day) };
  const finding = judgeTimes("ca.pem", valid, now, "make a new one");
  expect(finding.verdict).toBe(verdict);
  expect(finding.mend === undefined).toBe(verdict === "ok");
});
