/** The short form of the graphql crash test; `npm run crash:graphql` is the long one. */

import { expect, test } from "vitest";
import { graphqlCrashRounds } from "./graphqlRounds.ts";

test("kill -9 during mutations and schema updates loses no acknowledged one and leaves no schema between two", async () => {
  const report = await graphqlCrashRounds({ rounds: 3, seed: 20_261_123 });
  expect(report.broken).toEqual([]);
  expect(report.mutations).toBeGreaterThan(0);
}, 180_000);
