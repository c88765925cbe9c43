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

/** Facts about a member: its place and name on the wire, its limits. */
export function notesOf(member: Member, schema: ServiceSchema): readonly string[] {
  const place =
    member.location === undefined
      ? `\`${member.wire}\` on the wire`
      : member.location === "label"
        ? places.label
        : `${places[member.location]} \`${member.wire}\``;
  return [place, ...limitsOf(schema.shapes[member.shape])];
}

function limitsOf(shape: Shape | undefined): readonly string[] {
  if (shape === undefined || shape.kind === "structure") return [];
  const notes: string[] = [];
  if (shape.kind === "timestamp") notes.push("milliseconds since the epoch; the wire carries seconds");
  if ("sensitive" in shape && shape.sensitive === true) notes.push("masked in logs");
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
