/** Random runs of two to five devices that are cut off now and then: in the end each shows what the server has. */

import { openBackends } from "../support/backends.ts";
import { seeded } from "../crash/workload.ts";
import type { RunningServer } from "../support/server.ts";
import { allNotes, makeNotes, type NotesApi, type Strategy } from "../support/versionedNotes.ts";
import { Device } from "./device.ts";
import type { Fields } from "./outbox.ts";

export interface ConvergenceReport {
  readonly runs: number;
  readonly devices: number;
  readonly changes: number;
  readonly cuts: number;
  readonly records: number;
  /** Empty when all runs ended in one state. Each line names its seed. */
  readonly broken: readonly string[];
}

const strategies: readonly Strategy[] = ["OPTIMISTIC_CONCURRENCY", "AUTOMERGE", "LAMBDA"];

/** What LAMBDA asks in these runs; the server must know it as the conflict handler of every API. */
export const conflictHandler = `export async function handler({ newItem, existingItem }) {
  if (newItem.count % 5 === 0) return { action: "REJECT" };
  return { action: "RESOLVE", item: { ...existingItem, ...newItem, title: existingItem.title + " & " + newItem.title } };
}`;

/** Each run has an app of its own. */
export async function convergenceRuns(options: {
  readonly server: RunningServer;
  readonly runs: number;
  readonly seed: number;
  onRun?(line: string): void;
}): Promise<ConvergenceReport> {
  const { server, runs, seed } = options;
  const backends = openBackends(server);
  const total = { devices: 0, changes: 0, cuts: 0, records: 0 };
  const broken: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const strategy = strategies[run % strategies.length] ?? "AUTOMERGE";
    const api = await makeNotes(backends, `dconverge${seed + run}`, strategy);
    const { problems, ...counts } = await oneRun(server.url, api, seeded(seed + run));
    for (const name of ["devices", "changes", "cuts", "records"] as const) total[name] += counts[name];
    broken.push(...problems.map((problem) => `seed ${seed + run} (${strategy}): ${problem}`));
    options.onRun?.(`seed ${seed + run} ${strategy}: ${JSON.stringify(counts)}, ${problems.length} broken`);
  }
  backends.close();
  return { runs, ...total, broken };
}

interface Run {
  readonly devices: number;
  readonly changes: number;
  readonly cuts: number;
  readonly records: number;
  readonly problems: readonly string[];
}

async function oneRun(url: string, api: NotesApi, random: () => number): Promise<Run> {
  const compares = random() < 0.5;
  const devices = Array.from(
    { length: 2 + Math.floor(random() * 4) },
    () => new Device({ url, api, random, compares, discards: random() < 0.5 }),
  );
  const counts = { changes: 0, cuts: 0 };
  await Promise.all(devices.map((device) => device.connect()));
  for (const device of devices) device.trouble = 0.1;
  const steps = 30 + Math.floor(random() * 50);
  for (let step = 0; step < steps; step += 1) {
    const device = devices[Math.floor(random() * devices.length)];
    if (device === undefined) continue;
    if (random() < 0.2) {
      counts.cuts += device.isOnline ? 1 : 0;
      if (device.isOnline) await device.cut();
      else void device.connect();
    } else {
      change(device, step, random);
      counts.changes += 1;
    }
    if (random() < 0.5) await new Promise((resolve) => setTimeout(resolve, random() * 10));
  }
  await end(devices, compares);
  const server = await allNotes(url, api);
  const shown = new Map([...server].filter(([, note]) => note._deleted !== true));
  const problems = devices.flatMap((device, index) =>
    [...differences(device.state, shown), ...device.refusals].map((each) => `device ${index}: ${each}`),
  );
  for (const device of devices) await device.cut();
  return { devices: devices.length, ...counts, records: server.size, problems };
}

/** All send what they have left. Devices that take events as they come ask once more for what changed. */
async function end(devices: readonly Device[], compares: boolean): Promise<void> {
  for (const device of devices) device.trouble = 0;
  await Promise.all(devices.map((device) => device.connect()));
  await new Promise((resolve) => setTimeout(resolve, 150));
  if (compares) return;
  for (const device of devices) {
    await device.cut();
    await device.connect();
  }
}

function change(device: Device, step: number, random: () => number): void {
  const { ids } = device;
  const id = ids[Math.floor(random() * ids.length)];
  const chance = random();
  if (id === undefined || chance < 0.25) {
    device.create(`n${step}-${Math.floor(random() * 1e9)}`, { title: `title ${step}`, tags: [`t${step}`] });
  } else if (chance < 0.9) {
    device.update(id, fieldsOf(step, random));
  } else {
    device.delete(id);
  }
}

function fieldsOf(step: number, random: () => number): Fields {
  const all: Fields = {
    title: `title ${step}`,
    body: random() < 0.2 ? null : `body ${step}`,
    count: step,
    tags: [`t${step}`, `u${step}`],
    place: { town: `town ${step}`, street: random() < 0.5 ? null : `street ${step}` },
  };
  const names = Object.keys(all).filter(() => random() < 0.4);
  return Object.fromEntries((names.length === 0 ? ["count"] : names).map((name) => [name, all[name]]));
}

function differences(shown: ReadonlyMap<string, Fields>, server: ReadonlyMap<string, Fields>): readonly string[] {
  const text = (record: Fields | undefined): string =>
    record === undefined ? "nothing" : JSON.stringify(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const ids = new Set([...shown.keys(), ...server.keys()]);
  return [...ids]
    .filter((id) => text(shown.get(id)) !== text(server.get(id)))
    .map((id) => `${id} is ${text(server.get(id))} on the server, and ${text(shown.get(id))} here`);
}
