/** Many crash rounds of the job engine: `npm run crash:jobs -- [rounds]`, 200 unless told. */

import { engines } from "./engines.ts";
import { crashRounds } from "./jobsCrashRounds.ts";

const rounds = Number(process.argv[2] ?? 200);
for (const engine of engines) {
  const { broken, ...counts } = await crashRounds(engine, rounds, (line) => console.log(`${engine.name} ${line}`));
  console.log(`${engine.name}: ${rounds} rounds`, counts);
  for (const problem of broken) console.error(problem);
  if (broken.length > 0) process.exitCode = 1;
}
