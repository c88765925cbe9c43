/** Says in a few words what the wire data knows of a member or a structure. */

import type { Member, ServiceSchema, Shape } from "#generated/schema";

const places: Readonly<Record<NonNullable<Member["location"]>, string>> = {
  label: "part of the path",
  query: "query parameter",
  header: "header",
  prefixHeaders: "headers with prefix",
  payload: "the whole body",
  status: "the HTTP status",
};

/** Facts about a member: its place, its name on the wire where one could not guess it, its limits. */
export function notesOf(name: string, member: Member, schema: ServiceSchema): readonly string[] {
  return [...placeOf(name, member), ...limitsOf(schema.shapes[member.shape])];
}

function placeOf(name: string, member: Member): readonly string[] {
  if (member.location === "label") return [places.label];
  if (member.location !== undefined) return [`${places[member.location]} \`${member.wire}\``];
  const expected = name.slice(0, 1).toLowerCase() + name.slice(1);
  return member.wire === expected ? [] : [`\`${member.wire}\` on the wire`];
}

function limitsOf(shape: Shape | undefined): readonly string[] {
  if (shape === undefined || shape.kind === "structure") return [];
  const notes: string[] = [];
  if (shape.kind === "timestamp") notes.push("milliseconds since the epoch; the wire carries seconds");
  if ("sensitive" in shape && shape.sensitive) notes.push("masked in logs");
  if ("pattern" in shape && shape.pattern !== undefined) notes.push(`matches \`${shape.pattern}\``);
  if (("min" in shape && shape.min !== undefined) || ("max" in shape && shape.max !== undefined)) {
    notes.push(range(shape.min, shape.max, unitOf(shape.kind)));
  }
  return notes;
}

function unitOf(kind: Shape["kind"]): string {
  if (kind === "string") return " characters";
  if (kind === "list" || kind === "map") return " entries";
  return "";
}

function range(min: number | undefined, max: number | undefined, unit: string): string {
  if (max === undefined) return `at least ${min}${unit}`;
  return min === undefined ? `at most ${max}${unit}` : `${min} to ${max}${unit}`;
}

/** `CreateBackend` (`POST /backend`). */
export function operationNote(name: string, schema: ServiceSchema): string {
  const operation = schema.operations[name];
  return operation === undefined ? `\`${name}\`` : `\`${name}\` (\`${operation.method} ${operation.uri}\`)`;
}
