/** Random runs of two to five unmodified DataStore devices, offline now and then, connections reset now and then: one state in the end. */

import { seeded } from "../crash/workload.ts";
import { type Backends, openBackends } from "../support/backends.ts";
import { DataStoreHouse, type Placed } from "../support/dataStoreHouse.ts";
import type { RunningServer } from "../support/server.ts";
import type { Strategy } from "../support/versionedNotes.ts";

export interface DataStoreReport {
  readonly runs: number;
  readonly devices: number;
  readonly changes: number;
  readonly cuts: number;
  /** Connections reset under a device that was online. */
  readonly resets: number;
  /** Changes the library gave up because their request failed on the way, and told its error handler of. */
  readonly givenUp: number;
  /** Empty when all runs ended in one state, but for records of which a change was given up. */
  readonly broken: readonly string[];
}

const strategies: readonly Strategy[] = ["AUTOMERGE", "OPTIMISTIC_CONCURRENCY", "LAMBDA"];
const graceMs = 100;
const mostDrainMs = 8_000;
const settledMs = 30_000;

export async function dataStoreRuns(options: {
  readonly server: RunningServer;
  readonly runs: number;
  readonly seed: number;
  onRun?(line: string): void;
}): Promise<DataStoreReport> {
  const { server, runs, seed } = options;
  const backends = openBackends(server);
  const total = { devices: 0, changes: 0, cuts: 0, resets: 0, givenUp: 0 };
  const broken: string[] = [];
  for (let run = seed; run < seed + runs; run += 1) {
    const strategy = strategies[(run - seed) % strategies.length] ?? "AUTOMERGE";
    const counts = { devices: 0, changes: 0, cuts: 0, resets: 0, givenUp: 0 };
    const problem = await oneRun(server, backends, strategy, run, counts);
    for (const name of ["devices", "changes", "cuts", "resets", "givenUp"] as const) total[name] += counts[name];
    if (problem !== undefined) broken.push(`seed ${run} (${strategy}): ${problem}`);
    options.onRun?.(`seed ${run} ${strategy}: ${JSON.stringify(counts)} ${problem ?? "one state"}`);
  }
  backends.close();
  return { runs, ...total, broken };
}

type Counts = Record<"devices" | "changes" | "cuts" | "resets" | "givenUp", number>;

async function oneRun(
  server: RunningServer,
  backends: Backends,
  strategy: Strategy,
  seed: number,
  counts: Counts,
): Promise<string | undefined> {
  const random = seeded(seed);
  const house = await DataStoreHouse.open(server, backends, `ddevices${seed}`, strategy);
  try {
    counts.devices = 2 + Math.floor(random() * 4);
    const devices = await house.started(counts.devices, { discards: random() < 0.5 });
    const offline = new Set<Placed>();
    for (let step = 0; step < 40; step += 1) {
      const placed = devices[Math.floor(random() * devices.length)];
      if (placed !== undefined) await move(placed, step, random, offline, counts);
    }
    for (const placed of offline) await placed.online();
    // The library takes an answer over whatever came meanwhile; its next sync puts that right.
    await house.converged(devices, 3_000).catch(() => undefined);
    for (const placed of devices) await away(placed);
    for (const placed of devices) await placed.online();
    const leftOut = givenUp(devices);
    counts.givenUp = leftOut.size;
    await house.converged(devices, settledMs, leftOut);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    house.close();
  }
}

function givenUp(devices: readonly Placed[]): ReadonlySet<string> {
  const told = devices.flatMap(({ device }) => device.told);
  const failed = told.filter(({ error }) => error === "A network error has occurred.");
  return new Set(failed.flatMap(({ localModel }) => localModel?.id ?? []));
}

/** A change on its way is let through first: the library gives it up when its request fails. */
async function drained({ device }: Placed): Promise<void> {
  const isEmpty = (): boolean => {
    const status = device.told.findLast(({ hub }) => hub === "outboxStatus");
    return (status?.data as { readonly isEmpty?: boolean } | undefined)?.isEmpty !== false;
  };
  for (const end = Date.now() + mostDrainMs; Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, graceMs));
    if (isEmpty()) return;
  }
}

async function away(placed: Placed): Promise<void> {
  await drained(placed);
  await placed.offline();
}

async function move(
  placed: Placed,
  step: number,
  random: () => number,
  offline: Set<Placed>,
  counts: Counts,
): Promise<void> {
  const chance = random();
  if (chance < 0.2) {
    if (offline.delete(placed)) return placed.online();
    offline.add(placed);
    counts.cuts += 1;
    return away(placed);
  }
  if (chance < 0.25 && !offline.has(placed)) {
    counts.resets += 1;
    await drained(placed);
    placed.network.hold();
    return placed.network.mend();
  }
  counts.changes += 1;
  await change(placed, step, random);
}

async function change({ device }: Placed, step: number, random: () => number): Promise<void> {
  const notes = await device.notes();
  const note = notes[Math.floor(random() * notes.length)];
  const chance = random();
  try {
    if (note === undefined || chance < 0.3) await device.save({ title: `title ${step}`, tags: [`t${step}`], count: 1 });
    else if (chance < 0.9) await device.update(note.id, { body: `body ${step}`, count: step, tags: [`u${step}`] });
    else await device.delete(note.id);
  } catch (error) {
    // Others may have deleted it between the two calls.
    if (!(error as Error).message.includes("There is no")) throw error;
  }
}
