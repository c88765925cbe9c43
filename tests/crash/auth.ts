/** `npm run crash:auth -- [rounds] [seed]`: the long form of the auth crash test, 20 rounds unless told otherwise. */

import { authCrashRounds } from "./authRounds.ts";

const rounds = Number(process.argv[2] ?? 20);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const { users, passwords, signOuts, broken } = await authCrashRounds({ rounds, seed, built: true });
console.log(
  `${rounds} rounds, seed ${seed}: acknowledged ${users} users, ${passwords} new passwords, ${signOuts} sign-outs`,
);
for (const line of broken) console.log(`BROKEN ${line}`);
console.log(broken.length === 0 ? "every promise held" : `${broken.length} promises broken`);
process.exitCode = broken.length === 0 ? 0 : 1;
