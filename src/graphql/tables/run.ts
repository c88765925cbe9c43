/** Runs the steps of a schema change; long ones in parts, so that other requests are served in between. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Runner, Sql, SqlSpelling } from "#ports/database";
import { rowNumber } from "./layout.ts";

/** Rows changed between two turns of the event loop. */
const part = 10_000;

/** One statement, or one that is run for ranges of row numbers: parameters 1 (from, included) and 2 (to, not included). */
export type Step = Sql | { readonly ranges: string; readonly table: string };

export async function runSteps(runner: Runner, steps: readonly Step[], spelling: SqlSpelling): Promise<void> {
  for (const step of steps) {
    await nextTurn();
    if ("text" in step) await runner.run(step);
    else await runRanges(runner, step, spelling);
  }
}

async function runRanges(
  runner: Runner,
  { ranges, table }: { readonly ranges: string; readonly table: string },
  { name }: SqlSpelling,
): Promise<void> {
  const text = `SELECT max(${name(rowNumber)}) AS last FROM ${name(table)}`;
  const last = Number((await runner.first({ text, parameters: [] }))?.["last"] ?? 0);
  for (let from = 0; from <= last; from += part) {
    await runner.run({ text: ranges, parameters: [from, from + part] });
    await nextTurn();
  }
}
