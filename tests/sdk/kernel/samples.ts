/** Makes a full sample value of any shape from the wire data, every optional member included. */

import type { ServiceSchema } from "#generated/schema";

/** A value by SDK names. Each text tells where it stands, so that a member in the wrong place is seen. */
export function sampleOf(schema: ServiceSchema, shapeName: string, path = shapeName): unknown {
  const shape = schema.shapes[shapeName];
  if (!shape) throw new Error(`no shape ${shapeName}`);
  switch (shape.kind) {
    case "string":
      return shape.enum ? shape.enum.at(-1) : `${path} ü`;
    case "integer":
    case "long":
      return shape.max ?? 7;
    case "double":
    case "float":
      return 8.5;
    case "boolean":
      return true;
    case "timestamp":
      return 1_617_375_907_613;
    case "list":
      return [sampleOf(schema, shape.member, `${path}.0`), sampleOf(schema, shape.member, `${path}.1`)];
    case "map":
      return { first: sampleOf(schema, shape.value, `${path}.first`) };
    case "structure":
      return Object.fromEntries(
        Object.entries(shape.members).map(([name, member]) => [
          name,
          sampleOf(schema, member.shape, `${path}.${name}`),
        ]),
      );
    default:
      throw new Error(`no sample for ${shape.kind}`);
  }
}
