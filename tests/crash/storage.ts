/** `npm run crash:storage -- [rounds] [seed]`: the long form of the storage crash test, 30 rounds unless told otherwise. */

import { storageCrashRounds } from "./storageRounds.ts";

const rounds = Number(process.argv[2] ?? 30);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const report = await storageCrashRounds({ rounds, seed, built: true, onRound: (line) => console.log(line) });
const { puts, multiparts, copies, deletes, swept, broken } = report;
console.log(
  `${rounds} rounds, seed ${seed}: acknowledged ${puts} puts, ${multiparts} multipart uploads, ${copies} copies, ${deletes} deletes; ${swept} left-over blobs swept`,
);
for (const line of broken) console.log(`BROKEN ${line}`);
console.log(broken.length === 0 ? "every promise held" : `${broken.length} promises broken`);
process.exitCode = broken.length === 0 ? 0 : 1;
