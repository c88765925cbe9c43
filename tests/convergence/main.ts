/** `npm run converge -- [runs] [seed]`: the long form of the random runs, 200 unless told otherwise. */

import { convergenceRuns } from "./runs.ts";
import { startSettling } from "./settling.ts";

const runs = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const settling = await startSettling(true);
const { server } = settling;
const { broken, ...total } = await convergenceRuns({ server, runs, seed, onRun: (line) => console.log(line) });
await settling.close();
console.log(`from seed ${seed} on: ${JSON.stringify(total)}`);
for (const line of broken) console.log(`BROKEN ${line}`);
console.log(broken.length === 0 ? "every run ended in one state" : `${broken.length} differences`);
process.exitCode = broken.length === 0 ? 0 : 1;
