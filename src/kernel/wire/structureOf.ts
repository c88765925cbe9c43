/** Looks up a shape that must be a structure: inputs, outputs and errors are. */

import type { ServiceSchema, StructureShape } from "#generated/schema";

export function structureOf(schema: ServiceSchema, name: string): StructureShape {
  const shape = schema.shapes[name];
  if (shape?.kind === "structure") return shape;
  throw new Error(`${schema.service} has no structure ${name}.`);
}
