/** The short form of the auth crash test; `npm run crash:auth` is the long one. */

import { expect, test } from "vitest";
import { authCrashRounds } from "./authRounds.ts";

test("kill -9 during sign-ups and sign-ins loses no acknowledged user, password or sign-out", async () => {
  const report = await authCrashRounds({ rounds: 3, seed: 20_261_123 });
  expect(report.broken).toEqual([]);
  expect(report.users).toBeGreaterThan(0);
}, 180_000);
