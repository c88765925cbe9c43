/** `npm run oracle:fuzz [-- --seed=1 --count=200 --dialect=1 --subject=schema --spoil --shrink]`: random schemas, ours against the official tools. */

import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureOfficialPackages } from "../install.ts";
import { randomDialect1 } from "./dialect1.ts";
import { randomDialect2, type RandomSchema } from "./dialect2.ts";
import { Dice } from "./dice.ts";
import { type Mismatch, mismatchesOf } from "./mismatch.ts";
import { shrink } from "./shrink.ts";
import { spoil } from "./spoil.ts";

const option = (name: string): string | undefined =>
  process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
const first = Number(option("seed") ?? 1);
const count = Number(option("count") ?? 200);
const only = option("dialect");
const subject = option("subject");

ensureOfficialPackages();
const found = new Map<
  string,
  { readonly seeds: number[]; readonly schema: RandomSchema; readonly mismatch: Mismatch }
>();
let agreed = 0;
for (let seed = first; seed < first + count; seed += 1) {
  const schema = schemaOf(seed);
  const mismatches = (await mismatchesOf(schema)).filter((each) => subject === undefined || each.subject === subject);
  if (mismatches.length === 0) agreed += 1;
  for (const mismatch of mismatches) {
    const known = found.get(mismatch.signature);
    if (known === undefined) found.set(mismatch.signature, { seeds: [seed], schema, mismatch });
    else known.seeds.push(seed);
  }
}
const folder = join(tmpdir(), "ohmstead-fuzz");
mkdirSync(folder, { recursive: true });
for (const { seeds, schema, mismatch } of [...found.values()].sort((a, b) => b.seeds.length - a.seeds.length)) {
  console.log(`\n${seeds.length} schemas (seeds ${seeds.slice(0, 8).join(" ")}): ${mismatch.signature}`);
  for (const line of mismatch.differences.slice(0, 4)) console.log(`  ${line.split("\n").slice(0, 4).join("\n  ")}`);
  if (!process.argv.includes("--shrink")) continue;
  const small = await shrink(schema, mismatch.signature);
  writeFileSync(join(folder, `${seeds[0]}.graphql`), small.sdl);
  console.log(`--- ${JSON.stringify(small.settings)}\n${small.sdl}---`);
}
console.log(`\n${agreed} of ${count} random schemas agree, from seed ${first}; ${found.size} kinds of mismatch`);
if (found.size > 0) process.exitCode = 1;

function schemaOf(seed: number): RandomSchema {
  const dice = new Dice(seed);
  const dialect = only === undefined ? (dice.chance(60) ? 2 : 1) : Number(only);
  const schema = dialect === 1 ? randomDialect1(dice) : randomDialect2(dice);
  return process.argv.includes("--spoil") ? spoil(schema, dice) : schema;
}
