/** The server dies and comes back while unmodified DataStore devices sync and while they send what they changed offline. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openBackends } from "../support/backends.ts";
import { DataStoreHouse } from "../support/dataStoreHouse.ts";
import { type RunningServer, startServer } from "../support/server.ts";

const data = mkdtempSync(join(tmpdir(), "ohmstead-restart-"));
let server: RunningServer;
const houses: DataStoreHouse[] = [];

beforeAll(async () => {
  server = await startServer({ data });
});
afterEach(() => {
  for (const house of houses.splice(0)) house.close();
});
afterAll(async () => {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

async function house(appId: string): Promise<DataStoreHouse> {
  const backends = openBackends(server);
  const made = await DataStoreHouse.open(server, backends, appId, "AUTOMERGE");
  backends.close();
  houses.push(made);
  return made;
}

async function crash(made: DataStoreHouse): Promise<void> {
  await server.kill();
  server = await startServer({ data });
  made.moveTo(server);
}

test("in the middle of a first sync: the device ends with all records", async () => {
  const made = await house("dmidsync");
  await made.seed(1500);
  const placed = await made.device({ dataStore: { syncPageSize: 50 } });
  const { device, network } = placed;
  const held = network.holdAfter(150_000);
  const started = device.start();
  await held;
  expect(device.told.map(({ hub }) => hub)).not.toContain("modelSynced");
  await crash(made);
  network.mend();
  await started;
  expect(await made.converged([placed])).toHaveLength(1500);
}, 120_000);

test("in the middle of an outbox, connections waiting meanwhile: nothing is lost", async () => {
  const made = await house("dmidoutbox");
  const [a, b] = await made.started(2);
  if (a === undefined || b === undefined) throw new Error("two devices were asked for");
  await a.offline();
  for (let n = 0; n < 60; n += 1) await a.device.save({ title: `offline ${n}`, count: n });
  const from = a.device.told.length;
  await a.online();
  await a.device.until("outboxMutationProcessed", from);
  for (const { network } of [a, b]) network.hold();
  await crash(made);
  for (const { network } of [a, b]) network.mend();
  await expect.poll(async () => (await made.shown()).length, { timeout: 60_000 }).toBe(60);
  await made.converged([a, b]);
}, 120_000);

test("in the middle of an outbox, connections refused: what is lost was told to the app", async () => {
  const made = await house("drefused");
  const [a] = await made.started(1);
  if (a === undefined) throw new Error("a device was asked for");
  await a.offline();
  const titles = Array.from({ length: 60 }, (_, n) => `offline ${n}`);
  for (const title of titles) await a.device.save({ title });
  const from = a.device.told.length;
  await a.online();
  await a.device.until("outboxMutationProcessed", from);
  await crash(made);
  // The library gives up a change that is on its way when its request fails, and tells the error handler.
  const given = (): readonly unknown[] => a.device.told.slice(from).map(({ localModel }) => localModel?.title);
  const missing = async (): Promise<readonly string[]> => {
    const arrived = new Set((await made.shown()).map(({ title }) => title));
    return titles.filter((title) => !arrived.has(title) && !given().includes(title));
  };
  await expect.poll(missing, { timeout: 60_000 }).toEqual([]);
}, 120_000);
