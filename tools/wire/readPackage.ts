/** Finds the files of a published client and loads its exports. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

export interface ClientPackage {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  /** The text of a file inside the package. */
  read(path: string): string;
}

/** Loads an installed package; throws as Node does when it is not installed. */
export function readPackage(name: string): ClientPackage {
  const manifest = require.resolve(`${name}/package.json`);
  const folder = dirname(manifest);
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  const { version } = JSON.parse(read("package.json")) as { version: string };
  return { name, version, exports: require(name) as Record<string, unknown>, read };
}
