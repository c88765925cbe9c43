/** Finds the modules a TypeScript file names. Relies on the formatter: import lines start in column 0 and use double quotes. */

import { posix } from "node:path";

export interface Import {
  /** As written. */
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const STATIC = /^(?:import|export)\s+(type\s)?[^;"'`]*?\bfrom\s+"([^"]+)"/gm;
const BARE = /^import\s+"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"\s*\)/g;

/** @throws Error for an import line in a form it does not know, so that none goes unseen */
export function importsOf(source: string): Import[] {
  const code = withoutBlockComments(source);
  const found = [
    ...[...code.matchAll(STATIC)].map((match) => ({ specifier: match[2] ?? "", typeOnly: match[1] !== undefined })),
    ...[...code.matchAll(BARE)].map((match) => ({ specifier: match[1] ?? "", typeOnly: false })),
  ];
  const lines = code.match(/^import\b(?!\.meta|\()/gm)?.length ?? 0;
  const understood = [...code.matchAll(STATIC)].filter((match) => match[0].startsWith("import")).length;
  if (understood + [...code.matchAll(BARE)].length !== lines) throw new Error("an import line of an unknown form");
  return [...found, ...[...code.matchAll(DYNAMIC)].map((match) => ({ specifier: match[1] ?? "", typeOnly: false }))];
}

/** Doc comments may show imports; a comment that starts a line ends where it says so. */
function withoutBlockComments(source: string): string {
  return source.replace(/^\s*\/\*[\s\S]*?\*\//gm, "").replace(/^\s*\/\/.*$/gm, "");
}

/**
 * The file of this project that a specifier means, or undefined for a package.
 * @param from path of the importing file, relative to the root
 */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("#")) return `src/${specifier.slice(1)}.ts`;
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  return undefined;
}
