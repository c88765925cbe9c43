/** The short form of the storage crash test; `npm run crash:storage` is the long one. */

import { expect, test } from "vitest";
import { storageCrashRounds } from "./storageRounds.ts";

test("kill -9 during uploads loses no acknowledged object, shows no torn one and leaks no bytes", async () => {
  const report = await storageCrashRounds({ rounds: 3, seed: 20_261_123 });
  expect(report.broken).toEqual([]);
  expect(report.puts).toBeGreaterThan(0);
}, 180_000);
