/** The short form of the sync crash test; `npm run crash:sync` is the long one. */

import { expect, test } from "vitest";
import { syncCrashRounds } from "./syncRounds.ts";

test("kill -9 during sync loses no acknowledged change and leaves no gap to who comes back", async () => {
  const report = await syncCrashRounds({ rounds: 3, seed: 20_261_123 });
  expect(report.broken).toEqual([]);
  expect(report.mutations).toBeGreaterThan(0);
  expect(report.pages).toBeGreaterThan(0);
}, 180_000);
