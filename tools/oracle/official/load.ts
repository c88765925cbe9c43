/** Loads the official packages from this folder's own node_modules, with the few types we call them by. */

import { createRequire, Module } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const oracleFolder = dirname(dirname(fileURLToPath(import.meta.url)));
/** Where the official packages are installed, each dialect by itself; not part of the main install. */
export const packageFolders = [1, 2].map((dialect) => join(oracleFolder, `packages/dialect${dialect}`));
const [requireDialect1, requireDialect2] = packageFolders.map((folder) => createRequire(join(folder, "package.json")));

// The packages tell of old Node versions and old members on standard error, once for each call.
process.env["JSII_DEPRECATED"] = "quiet";
process.env["JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION"] = "1";

interface Resolving {
  _resolveFilename(request: string, ...rest: readonly unknown[]): string;
}

/** Dialect 1's core names a package it does not depend on, for deployments only; an empty module stands in for it. */
function standInForCli(): void {
  const resolving = Module as unknown as Resolving;
  const usual = resolving._resolveFilename.bind(Module);
  resolving._resolveFilename = (request, ...rest) =>
    request === "@aws-amplify/amplify-cli-core" ? join(oracleFolder, "official/empty.cjs") : usual(request, ...rest);
}

standInForCli();

/** A package's exports; the caller says what it uses of them. */
export function load(dialect: 1 | 2, name: string): unknown {
  return (dialect === 1 ? requireDialect1 : requireDialect2)?.(name);
}

/** The text of what went wrong in an official package. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
