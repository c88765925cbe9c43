/** `npm run oracle [-- <case> ...]`: asks the official tools about the cases and rewrites their answers under tests/oracle. */

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Case, casesFolder, readCases, refusedFolder } from "./cases.ts";
import { ensureOfficialPackages } from "./install.ts";
import { messageOf } from "./official/load.ts";
import { officialModels } from "./official/models.ts";
import { transform } from "./official/transform.ts";

ensureOfficialPackages();
const names = process.argv.slice(2);
const problems: string[] = [];
const cases = readCases(casesFolder, names);
const refused = readCases(refusedFolder, names);
for (const each of cases) await answer(each);
for (const each of refused) answerRefusal(each);
console.log(`${cases.length} schemas and ${refused.length} bad schemas answered`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

async function answer(each: Case): Promise<void> {
  try {
    write(each, "expected.graphql", transform(each.sdl, each.settings));
  } catch (error) {
    problems.push(`cases/${each.name}: the transformer refuses: ${messageOf(error)}`);
    return;
  }
  await answerModels(each);
}

async function answerModels(each: Case): Promise<void> {
  try {
    const { schemaJs, introspection } = await officialModels(each.sdl, each.settings);
    write(each, "schema.json", `${JSON.stringify(schemaJs, null, 2)}\n`);
    write(each, "introspection.json", `${JSON.stringify(introspection, null, 2)}\n`);
    write(each, "models-error.txt", undefined);
  } catch (error) {
    // The generator refuses some schemas that the transformer takes; then there is nothing to compare with.
    for (const file of ["schema.json", "introspection.json"]) write(each, file, undefined);
    write(each, "models-error.txt", `${messageOf(error)}\n`);
  }
}

function answerRefusal(each: Case): void {
  try {
    transform(each.sdl, each.settings);
    problems.push(`refused/${each.name}: the transformer accepts it`);
  } catch (error) {
    write(each, "error.txt", `${messageOf(error)}\n`);
  }
}

/** Undefined removes the file. */
function write(each: Case, file: string, text: string | undefined): void {
  const path = join(each.folder, file);
  if (text === undefined) rmSync(path, { force: true });
  else writeFileSync(path, text);
}
