/** The request members of an operation, leaf by leaf. */

import type { ServiceSchema } from "#generated/schema";

/** Paths as `ResourceConfig.AdditionalAuthTypes[].Mode`; a structure without members ends in `{}`. */
export function requestLeaves(schema: ServiceSchema, operation: string): readonly string[] {
  const input = schema.operations[operation]?.input ?? "";
  return leavesOf(schema, input, "");
}

function leavesOf(schema: ServiceSchema, name: string, path: string): readonly string[] {
  const shape = schema.shapes[name];
  if (!shape) throw new Error(`${schema.service} has no shape ${name}.`);
  if (shape.kind === "list") return leavesOf(schema, shape.member, `${path}[]`);
  if (shape.kind !== "structure") return [path];
  const members = Object.entries(shape.members);
  if (members.length === 0) return path === "" ? [] : [`${path}{}`];
  return members.flatMap(([member, { shape: inner }]) =>
    leavesOf(schema, inner, path === "" ? member : `${path}.${member}`),
  );
}
