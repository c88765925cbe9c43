/** `npm run crash:sync -- [rounds] [seed]`: the long form of the sync crash test, 30 rounds unless told otherwise. */

import { syncCrashRounds } from "./syncRounds.ts";

const rounds = Number(process.argv[2] ?? 30);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const { mutations, pages, resumed, broken } = await syncCrashRounds({ rounds, seed, built: true });
console.log(
  `${rounds} rounds, seed ${seed}: acknowledged ${mutations} mutations, ${pages} pages, ${resumed} resumed after a crash`,
);
for (const line of broken) console.log(`BROKEN ${line}`);
console.log(broken.length === 0 ? "every promise held" : `${broken.length} promises broken`);
process.exitCode = broken.length === 0 ? 0 : 1;
