/** The short form of the random runs of devices; `npm run converge` and `npm run converge:datastore` are the long ones. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { dataStoreRuns } from "./dataStoreRuns.ts";
import { convergenceRuns } from "./runs.ts";
import { type SettlingServer, startSettling } from "./settling.ts";

let settling: SettlingServer;

beforeAll(async () => {
  settling = await startSettling(false);
});
afterAll(() => settling.close());

test("devices that were cut off end in one state, the server's, whatever settles their conflicts", async () => {
  const report = await convergenceRuns({ server: settling.server, runs: 6, seed: 20_261_123 });
  expect(report.broken).toEqual([]);
  expect(report.cuts).toBeGreaterThan(0);
}, 120_000);

test("unmodified DataStore devices that were offline end in one state, the server's", async () => {
  const report = await dataStoreRuns({ server: settling.server, runs: 2, seed: 20_261_124 });
  expect(report.broken).toEqual([]);
  expect(report.cuts).toBeGreaterThan(0);
}, 180_000);
