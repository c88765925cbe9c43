/** Sync on a whole server: a first sync of 100,000 records, one after nothing and after little changed, and 50 devices that sync, write and hear of each other. */

import { parseArgs } from "node:util";
import { Device } from "../../tests/convergence/device.ts";
import { seeded } from "../../tests/crash/workload.ts";
import { openBackends } from "../../tests/support/backends.ts";
import { type RunningServer, startServer } from "../../tests/support/server.ts";
import { allNotes, askNotes, makeNotes, type NotesApi, syncPage } from "../../tests/support/versionedNotes.ts";

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "100000" },
    devices: { type: "string", default: "50" },
    changes: { type: "string", default: "20" },
  },
});

const server = await startServer({ built: true });
const backends = openBackends(server);
try {
  await baseSync(server, await makeNotes(backends, "dbench1", "AUTOMERGE"), Number(values.records));
  const api = await makeNotes(backends, "dbench2", "AUTOMERGE");
  await concurrent(server, api, Number(values.devices), Number(values.changes));
  console.log(`the server then holds ${server.residentMiB().toFixed(0)} MiB`);
} finally {
  backends.close();
  await server.stop();
}

async function baseSync({ url }: RunningServer, api: NotesApi, records: number): Promise<void> {
  for (let from = 0; from < records; from += 100) await seed(url, api, from, Math.min(from + 100, records));
  const first = await wholeSync(url, api, 0);
  const rate = Math.round(first.records / first.seconds);
  console.log(
    `first sync of ${first.records} records in pages of 1,000: ${first.seconds.toFixed(2)} s, ${rate} records/s`,
  );
  const nothing = await wholeSync(url, api, first.startedAt);
  await seed(url, api, records, records + 100);
  const little = await wholeSync(url, api, nothing.startedAt);
  console.log(`sync after nothing changed: ${(nothing.seconds * 1000).toFixed(1)} ms`);
  console.log(`sync after ${little.records} changes: ${(little.seconds * 1000).toFixed(1)} ms`);
}

async function seed(url: string, api: NotesApi, from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, n) => n);
  const fields = numbers.map((n) => `n${n}: createNote(input: $n${n}) { id }`).join(" ");
  const types = numbers.map((n) => `$n${n}: CreateNoteInput!`).join(", ");
  const inputs = numbers.map((n) => [`n${n}`, { id: `n${from + n}`, title: `title ${from + n}`, tags: ["a", "b"] }]);
  const { errors } = await askNotes(url, api, `mutation (${types}) { ${fields} }`, Object.fromEntries(inputs));
  if (errors !== undefined) throw new Error(errors[0]?.message);
}

async function wholeSync(
  url: string,
  api: NotesApi,
  lastSync: number,
): Promise<{ readonly records: number; readonly seconds: number; readonly startedAt: number }> {
  const began = performance.now();
  let records = 0;
  let page = await syncPage(url, api, { lastSync, limit: 1000 });
  for (;;) {
    records += page.items.length;
    if (page.nextToken === null) break;
    page = await syncPage(url, api, { lastSync, limit: 1000, nextToken: page.nextToken });
  }
  return { records, seconds: (performance.now() - began) / 1000, startedAt: page.startedAt };
}

/** All devices write at once, records of their own and one they share; ends when each shows what the server has. */
async function concurrent({ url }: RunningServer, api: NotesApi, count: number, changes: number): Promise<void> {
  const random = seeded(1);
  const devices = Array.from({ length: count }, () => new Device({ url, api, random, compares: true, discards: true }));
  await askNotes(url, api, 'mutation { createNote(input: { id: "shared" }) { id } }');
  const connecting = performance.now();
  await Promise.all(devices.map((device) => device.connect()));
  const writing = performance.now();
  console.log(`${count} devices subscribed and synced: ${(writing - connecting).toFixed(0)} ms`);
  for (const [index, device] of devices.entries()) {
    for (let n = 0; n < changes; n += 1) {
      if (n % 4 === 0) device.update("shared", { count: n });
      else device.create(`d${index}-${n}`, { title: `title ${n}` });
    }
  }
  await Promise.all(devices.map((device) => device.settled()));
  const sent = performance.now();
  const records = (await allNotes(url, api)).size;
  while (devices.some((device) => device.ids.length < records)) await new Promise((resolve) => setTimeout(resolve, 5));
  const heard = performance.now();
  const deliveries = (records - 1) * count;
  console.log(
    `${count} devices writing ${changes} changes each: sent in ${(sent - writing).toFixed(0)} ms, all ${records} records on all devices after ${(heard - writing).toFixed(0)} ms (${deliveries} deliveries)`,
  );
  for (const device of devices) await device.cut();
}
