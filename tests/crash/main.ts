/** `npm run crash -- [rounds] [seed]`: the long form of the crash test, 200 rounds unless told otherwise. */

import { crashRounds } from "./crash.ts";

const rounds = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
console.log(`${rounds} rounds, seed ${seed}`);
const report = await crashRounds({ rounds, seed, built: true, onRound: (line) => console.log(line) });
const { jobs, completed, failed, records, broken } = report;
console.log(`${jobs} acknowledged jobs (${completed} COMPLETED, ${failed} FAILED), ${records} acknowledged records`);
for (const line of broken) console.log(`BROKEN ${line}`);
console.log(broken.length === 0 ? "every promise held" : `${broken.length} promises broken`);
process.exitCode = broken.length === 0 ? 0 : 1;
