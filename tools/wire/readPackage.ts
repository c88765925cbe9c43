/** Finds the files of a published client and loads its exports. */

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

export interface ClientPackage {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  /** The text of a file inside the package. */
  read(path: string): string;
  /** Names of the entries of a folder inside the package, sorted. */
  list(folder: string): readonly string[];
}

/** Loads an installed package; throws as Node does when it is not installed. */
export function readPackage(name: string): ClientPackage {
  const manifest = require.resolve(`${name}/package.json`);
  const folder = dirname(manifest);
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  const list = (path: string): readonly string[] => readdirSync(join(folder, path)).sort();
  const { version } = JSON.parse(read("package.json")) as { version: string };
  return { name, version, exports: require(name) as Record<string, unknown>, read, list };
}
