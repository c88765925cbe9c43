/** `npm run converge:datastore -- [runs] [seed]`: random runs of unmodified DataStore devices, 200 unless told otherwise, and a first sync of 10,000 records. */

import { openBackends } from "../support/backends.ts";
import { DataStoreHouse } from "../support/dataStoreHouse.ts";
import { dataStoreRuns } from "./dataStoreRuns.ts";
import { startSettling } from "./settling.ts";

const runs = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const settling = await startSettling(true);
const { server } = settling;

const backends = openBackends(server);
const house = await DataStoreHouse.open(server, backends, "dtenthousand", "AUTOMERGE");
await house.seed(10_000);
const placed = await house.device();
const from = performance.now();
await placed.device.start();
const seconds = (performance.now() - from) / 1000;
const notes = await house.converged([placed]);
console.log(`a first sync of ${notes.length} records: ${seconds.toFixed(1)} s`);
house.close();
backends.close();

const { broken, ...total } = await dataStoreRuns({ server, runs, seed, onRun: (line) => console.log(line) });
await settling.close();
console.log(`from seed ${seed} on: ${JSON.stringify(total)}`);
for (const line of broken) console.log(`BROKEN ${line}`);
console.log(broken.length === 0 ? "every run ended in one state" : `${broken.length} runs did not`);
process.exitCode = broken.length === 0 && notes.length === 10_000 ? 0 : 1;
