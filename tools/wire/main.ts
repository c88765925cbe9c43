/**
 * Generates wire data, types and the reference page from the published AWS SDK clients.
 *
 * `node --conditions=source tools/wire/main.ts` writes the generated files.
 * With `--botocore <package folder>` the constraints under `constraints/` are taken anew first.
 * With `--seed <page>` the extract that tests compare the types with is taken anew, too.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { constraintsUrl, generate } from "./generate.ts";
import { printJson } from "./printJson.ts";
import { readBotocore } from "./readBotocore.ts";
import { readClient } from "./readClient.ts";
import { readSeed } from "./readSeed.ts";
import { services } from "./services.ts";

const { values } = parseArgs({ options: { botocore: { type: "string" }, seed: { type: "string" } } });
const root = new URL("../../", import.meta.url);

if (values.botocore !== undefined) {
  for (const source of services) {
    const constraints = readBotocore(values.botocore, source.botocore, readClient(source));
    writeFileSync(constraintsUrl(source), printJson(constraints));
    console.log(`${source.name}: constraints of ${constraints.source}`);
  }
}
if (values.seed !== undefined) {
  const seed = readSeed(readFileSync(values.seed, "utf8"));
  writeFileSync(new URL("tests/house/seed.json", root), printJson(seed));
  console.log(`tests/house/seed.json: ${Object.keys(seed).length} definitions`);
}
for (const [path, text] of generate()) {
  const file = new URL(path, root);
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${path}: ${text.length} characters`);
}
