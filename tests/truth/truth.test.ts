/** The truth table of access rules: rule x provider x operation x caller x field. `npm run truth` plays all of it. */

import { expect, test } from "vitest";
import { playTable } from "./play.ts";
import { callers, subjects } from "./table.ts";

const every = process.env["TRUTH"] === "all" ? 1 : 16;

test("answers are what the rules say", { timeout: 300_000 }, async () => {
  const chosen = subjects().filter((_subject, index) => index % every === 0);
  const { cells, wrong, bugs } = await playTable(chosen);
  console.log(`${cells} cells: ${chosen.length} sets of rules, ${callers.length} callers`);
  expect(bugs).toEqual([]);
  expect(wrong.slice(0, 20).join("\n\n")).toBe("");
  expect(cells).toBeGreaterThan(2000);
});
