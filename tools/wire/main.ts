/**
 * Generates wire data, types and the reference page from the published AWS SDK clients.
 *
 * `node --conditions=source tools/wire/main.ts` writes the generated files.
 * With `--botocore <package folder>` the constraints under `constraints/` are taken anew first.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { constraintsUrl, generate } from "./generate.ts";
import { readBotocore } from "./readBotocore.ts";
import { readClient } from "./readClient.ts";
import { services } from "./services.ts";

const { values } = parseArgs({ options: { botocore: { type: "string" } } });
const root = new URL("../../", import.meta.url);

if (values.botocore !== undefined) {
  for (const source of services) {
    const constraints = readBotocore(values.botocore, source.botocore, readClient(source));
    writeFileSync(constraintsUrl(source), `${JSON.stringify(constraints, null, 2)}\n`);
    console.log(`${source.name}: constraints of ${constraints.source}`);
  }
}
for (const [path, text] of generate()) {
  const file = new URL(path, root);
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${path}: ${text.length} characters`);
}
