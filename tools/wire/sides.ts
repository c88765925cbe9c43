/** Finds which structures enter with requests, which leave with responses, and which need a twin because they do both. */

import type { ServiceSchema } from "#generated/schema";

export interface Sides {
  /** Structures that operations reach, sorted; errors are left out. */
  readonly all: readonly string[];
  readonly entering: ReadonlySet<string>;
  readonly leaving: ReadonlySet<string>;
  /** Go both ways and hold an array or a map somewhere. */
  readonly twinned: ReadonlySet<string>;
  /** Inputs and outputs of operations. */
  readonly top: ReadonlyMap<string, { readonly role: "request" | "response"; readonly operation: string }>;
}

export function findSides(schema: ServiceSchema): Sides {
  const operations = Object.entries(schema.operations);
  const top = new Map<string, { readonly role: "request" | "response"; readonly operation: string }>();
  for (const [operation, { input, output }] of operations) {
    top.set(input, { role: "request", operation });
    top.set(output, { role: "response", operation });
  }
  const entering = reach(
    schema,
    operations.map(([, operation]) => operation.input),
  );
  const leaving = reach(
    schema,
    operations.map(([, operation]) => operation.output),
  );
  const both = [...entering].filter((name) => leaving.has(name));
  const twinned = new Set(both.filter((name) => holdsContainer(schema, name)));
  return { all: [...new Set([...entering, ...leaving])].sort(), entering, leaving, twinned, top };
}

function reach(schema: ServiceSchema, from: readonly string[]): ReadonlySet<string> {
  const structures = new Set<string>();
  const queue = [...from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const shape = schema.shapes[name];
    if (shape?.kind === "list") queue.push(shape.member);
    if (shape?.kind === "map") queue.push(shape.value);
    if (shape?.kind !== "structure" || structures.has(name)) continue;
    structures.add(name);
    queue.push(...Object.values(shape.members).map((member) => member.shape));
  }
  return structures;
}

function holdsContainer(schema: ServiceSchema, name: string): boolean {
  for (const structure of reach(schema, [name])) {
    const shape = schema.shapes[structure];
    if (shape?.kind !== "structure") continue;
    const kinds = Object.values(shape.members).map((member) => schema.shapes[member.shape]?.kind);
    if (kinds.includes("list") || kinds.includes("map")) return true;
  }
  return false;
}
