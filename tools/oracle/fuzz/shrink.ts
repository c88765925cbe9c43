/** Makes a schema that mismatches smaller, as long as it mismatches in the same way. */

import { type ASTNode, type DocumentNode, parse, print } from "graphql";
import type { RandomSchema } from "./dialect2.ts";
import { mismatchesOf } from "./mismatch.ts";

/** The parts of a node that can be left out one by one. */
const lists = ["definitions", "fields", "directives", "arguments", "values"] as const;
type Path = readonly (string | number)[];

/** The smallest schema found within so many tries. */
export async function shrink(schema: RandomSchema, signature: string, tries = 600): Promise<RandomSchema> {
  let smallest = schema;
  let left = tries;
  for (let before = ""; before !== smallest.sdl && left > 0; ) {
    before = smallest.sdl;
    // From the back, so that what was left out does not move what is still to be tried.
    for (const path of removable(parse(smallest.sdl, { noLocation: true }))) {
      left -= 1;
      const candidate = left > 0 ? without(smallest, path) : undefined;
      if (candidate !== undefined && (await isSame(candidate, signature))) smallest = candidate;
    }
  }
  return smallest;
}

async function isSame(candidate: RandomSchema, signature: string): Promise<boolean> {
  try {
    return (await mismatchesOf(candidate)).some((each) => each.signature === signature);
  } catch {
    return false;
  }
}

/** Paths to what can be left out, the largest first, of each list the last member first. */
function removable(document: DocumentNode): readonly Path[] {
  const found: Path[] = [];
  const walk = (node: ASTNode, path: Path): void => {
    for (const list of lists) {
      const members = (node as unknown as Readonly<Record<string, readonly ASTNode[] | undefined>>)[list];
      members?.forEach((member, index) => {
        found.push([...path, list, index]);
        walk(member, [...path, list, index]);
      });
    }
    const value = (node as { readonly value?: unknown }).value;
    if (typeof value === "object" && value !== null) walk(value as ASTNode, [...path, "value"]);
  };
  walk(document, []);
  const last = (path: Path): number => Number(path.at(-1));
  return found.toSorted((a, b) => a.length - b.length || last(b) - last(a));
}

function without(schema: RandomSchema, path: Path): RandomSchema | undefined {
  const document = structuredClone(parse(schema.sdl, { noLocation: true })) as unknown;
  let at = document;
  for (const step of path.slice(0, -1)) at = (at as Readonly<Record<string | number, unknown>> | undefined)?.[step];
  if (!Array.isArray(at) || at.length <= Number(path.at(-1))) return undefined;
  at.splice(Number(path.at(-1)), 1);
  try {
    const sdl = `${print(document as DocumentNode)}\n`;
    return sdl === schema.sdl ? undefined : { ...schema, sdl };
  } catch {
    return undefined;
  }
}
