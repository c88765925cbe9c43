/** Unmodified aws-amplify 6 DataStore against a whole server: two devices offline and back, and what becomes of their changes. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type SettlingServer, startSettling } from "../convergence/settling.ts";
import { type Backends, openBackends } from "../support/backends.ts";
import { DataStoreHouse, type Placed } from "../support/dataStoreHouse.ts";
import type { Note, Strategy } from "../support/versionedNotes.ts";

let settling: SettlingServer;
let backends: Backends;
let apps = 0;
const houses: DataStoreHouse[] = [];

beforeAll(async () => {
  settling = await startSettling(false);
  backends = openBackends(settling.server);
});
afterEach(() => {
  for (const house of houses.splice(0)) house.close();
});
afterAll(async () => {
  backends.close();
  await settling.close();
});

async function house(strategy: Strategy): Promise<DataStoreHouse> {
  const made = await DataStoreHouse.open(settling.server, backends, `dstore${(apps += 1)}`, strategy);
  houses.push(made);
  return made;
}

async function two(made: DataStoreHouse, discards = false): Promise<readonly [Placed, Placed]> {
  const [a, b] = await made.started(2, { discards });
  if (a === undefined || b === undefined) throw new Error("two devices were asked for");
  return [a, b];
}

const discarding = "discarding";
const asItComes = "as it comes";

describe("two devices that change one record offline", () => {
  const cases: readonly [Strategy, string, Partial<Note>][] = [
    ["OPTIMISTIC_CONCURRENCY", discarding, { title: "of a", body: null, tags: ["first", "of a"], _version: 2 }],
    // The library's own handler writes its change again over the newest version.
    ["OPTIMISTIC_CONCURRENCY", asItComes, { title: "of b", body: "of b", tags: ["first", "of b"], _version: 3 }],
    ["AUTOMERGE", asItComes, { title: "of a", body: "of b", tags: ["first", "of a", "first", "of b"], _version: 3 }],
    ["LAMBDA", asItComes, { title: "of a & of b", body: "of b", tags: ["first", "of b"], _version: 3 }],
  ];
  test.each(cases)("end with what %s makes of it (%s)", async (strategy, handler, expected) => {
    const made = await house(strategy);
    const [a, b] = await two(made, handler === discarding);
    const { id } = await a.device.save({ title: "one", tags: ["first"], count: 1 });
    await made.converged([a, b]);
    await a.offline();
    await b.offline();
    await a.device.update(id, { title: "of a", tags: ["first", "of a"], count: 2 });
    await b.device.update(id, { title: "of b", tags: ["first", "of b"], body: "of b", count: 3 });
    await a.device.save({ title: "new of a" });
    await b.device.save({ title: "new of b" });
    await a.online();
    await made.converged([a]);
    await b.online();
    const notes = await made.converged([a, b]);
    expect(new Set(notes.map(({ title }) => title))).toEqual(new Set([expected.title, "new of a", "new of b"]));
    expect(notes.find((note) => note.id === id)).toMatchObject(expected);
  });
});

describe("a record that one device deletes and the other changes", () => {
  const cases: readonly [Strategy, string, readonly string[]][] = [
    ["OPTIMISTIC_CONCURRENCY", discarding, ["in time"]],
    ["AUTOMERGE", discarding, ["in time"]],
    // The deletion is sent again with the newest version; what is deleted stays deleted.
    ["OPTIMISTIC_CONCURRENCY", asItComes, []],
    ["AUTOMERGE", asItComes, []],
  ];
  test.each(cases)("is gone or stays for both (%s, %s)", async (strategy, handler, bodies) => {
    const made = await house(strategy);
    const [a, b] = await two(made, handler === discarding);
    const gone = await a.device.save({ title: "gone" });
    const kept = await a.device.save({ title: "kept" });
    await made.converged([a, b]);
    await a.offline();
    await b.offline();
    await a.device.delete(gone.id);
    await b.device.update(gone.id, { body: "too late" });
    await b.device.delete(kept.id);
    await a.device.update(kept.id, { body: "in time" });
    await a.online();
    await made.converged([a]);
    await b.online();
    const notes = await made.converged([a, b]);
    expect(notes.map(({ body }) => body)).toEqual(bodies);
  });
});

test("what one device does, the other sees at once: observe and observeQuery", async () => {
  const made = await house("AUTOMERGE");
  await made.seed(1200);
  const [a, b] = [await made.device(), await made.device({ dataStore: { syncPageSize: 500 } })];
  await b.device.observeQuery();
  await b.device.observe();
  await Promise.all([a.device.start(), b.device.start()]);
  await b.device.untilTold(({ snapshot, isSynced }) => snapshot === 1200 && isSynced === true, 0, "all records");
  const { id } = await a.device.save({ title: "seen" });
  await b.device.untilTold(({ observed, element }) => observed === "INSERT" && element?.id === id, 0, "the new one");
  await made.converged([a, b]);
  await a.device.update(id, { title: "changed" });
  await b.device.untilTold(({ element }) => element?.title === "changed", 0, "the change");
  await made.converged([a, b]);
  await a.device.delete(id);
  await b.device.untilTold(({ observed, element }) => observed === "DELETE" && element?.id === id, 0, "the deletion");
  expect(await made.converged([a, b])).toHaveLength(1200);
});

test("a device that syncs a part sees only that, then and later", async () => {
  const made = await house("AUTOMERGE");
  await made.seed(40);
  const a = await made.device();
  const b = await made.device({ expression: { model: "Note", field: "count", operator: "gt", value: 7 } });
  await Promise.all([a.device.start(), b.device.start()]);
  const counts = (await b.device.notes()).map(({ count }) => Number(count));
  expect(counts.toSorted((one, other) => one - other)).toEqual([8, 8, 8, 8, 9, 9, 9, 9]);
  await a.device.save({ title: "not for b", count: 1 });
  await a.device.save({ title: "for b", count: 100 });
  await expect.poll(async () => (await b.device.notes()).length, { timeout: 10_000 }).toBe(9);
  await b.offline();
  await a.device.save({ title: "for b too", count: 200 });
  await a.device.save({ title: "not for b either", count: 2 });
  await made.converged([a]);
  await b.online();
  expect((await b.device.notes()).map(({ count }) => Number(count)).filter((count) => count > 9)).toHaveLength(2);
});
