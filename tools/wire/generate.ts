/** Derives every generated file, as texts by path; writing and comparing them is the caller's. */

import { readFileSync } from "node:fs";
import type { Constraints } from "./constraints.ts";
import { deriveDefinitions } from "./deriveDefinitions.ts";
import { mergeConstraints } from "./mergeConstraints.ts";
import { printExamples } from "./printExample.ts";
import { printPage } from "./printPage.ts";
import { printTypes } from "./printTypes.ts";
import { printWire } from "./printWire.ts";
import { readClient } from "./readClient.ts";
import { type ServiceSource, services } from "./services.ts";

/** Generated files by their path from the root of the repository. */
export function generate(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const source of services) {
    const model = readClient(source);
    const constraints = readConstraints(source);
    const schema = mergeConstraints(model, constraints);
    const sources = [model.source, constraints.source];
    files.set(`src/generated/wire/${source.name}.ts`, printWire(source.name, schema, sources));
    const definitions = deriveDefinitions(schema, constraints.paginators, source.types);
    files.set(`src/generated/types/${source.name}.ts`, printTypes(definitions, sources));
    if (source.page === undefined) continue;
    files.set(source.page.path, printPage(definitions, source.page.entry, sources));
    files.set(source.page.examples, printExamples(definitions, `#generated/types/${source.name}`));
  }
  return files;
}

/** Where the constraints of a service are kept. */
export function constraintsUrl(source: ServiceSource): URL {
  return new URL(`constraints/${source.name}.json`, import.meta.url);
}

function readConstraints(source: ServiceSource): Constraints {
  return JSON.parse(readFileSync(constraintsUrl(source), "utf8")) as Constraints;
}
