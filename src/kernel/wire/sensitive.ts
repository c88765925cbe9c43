/** Which members of a service carry secrets, so that the log can mask them. */

import type { ServiceSchema, Shape } from "#generated/schema";

/**
 * Names (SDK and wire) of all members whose shape is marked sensitive, and of all members inside such structures.
 * A name is masked wherever it occurs: a log field says nothing about the shape it came from.
 */
export function sensitiveMembers(schemas: readonly ServiceSchema[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const schema of schemas) {
    for (const shape of Object.values(schema.shapes)) {
      if (shape.kind !== "structure") continue;
      for (const [name, { wire, shape: target }] of Object.entries(shape.members)) {
        if (shape.sensitive || isSensitive(schema.shapes[target])) names.add(name).add(wire);
      }
    }
  }
  return names;
}

function isSensitive(shape: Shape | undefined): boolean {
  return shape !== undefined && "sensitive" in shape && shape.sensitive;
}
