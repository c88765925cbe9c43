/** Makes a schema that mismatches smaller, as long as it mismatches in the same way. */

import { type ASTNode, type DocumentNode, parse, print } from "graphql";
import type { RandomSchema } from "./dialect2.ts";
import { mismatchesOf } from "./mismatch.ts";

/** The parts of a node that can be left out one by one. */
const lists = ["definitions", "fields", "directives", "arguments", "values"] as const;
type Path = readonly (string | number)[];

/** The smallest schema found within so many tries. */
export async function shrink(schema: RandomSchema, signature: string, tries = 400): Promise<RandomSchema> {
  let smallest = schema;
  let left = tries;
  for (let changed = true; changed && left > 0; ) {
    changed = false;
    for (const path of removable(parse(smallest.sdl, { noLocation: true }))) {
      if (left <= 0) break;
      left -= 1;
      const candidate = without(smallest, path);
      if (candidate === undefined || !(await isSame(candidate, signature))) continue;
      smallest = candidate;
      changed = true;
      break;
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

/** Paths to what can be left out, the largest first. */
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
  return found.toSorted((a, b) => a.length - b.length);
}

function without(schema: RandomSchema, path: Path): RandomSchema | undefined {
  const document = structuredClone(parse(schema.sdl, { noLocation: true })) as unknown;
  let at = document;
  for (const step of path.slice(0, -1)) at = (at as Readonly<Record<string | number, unknown>>)[step];
  (at as unknown[]).splice(Number(path.at(-1)), 1);
  try {
    const sdl = `${print(document as DocumentNode)}\n`;
    return sdl === schema.sdl ? undefined : { ...schema, sdl };
  } catch {
    return undefined;
  }
}
