/** The short form of the crash test; `npm run crash` is the long one. */

import { expect, test } from "vitest";
import { crashRounds } from "./crash.ts";

test("kill -9 during mixed jobs loses nothing that was acknowledged and leaves no job RUNNING", async () => {
  const report = await crashRounds({ rounds: 5, seed: 20_261_123 });
  expect(report.broken).toEqual([]);
  expect(report.jobs).toBeGreaterThan(0);
}, 180_000);
