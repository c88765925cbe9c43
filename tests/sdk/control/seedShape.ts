/** Holds answers as they went over the wire against the response shapes of the seed: nothing missing, nothing unknown, right types. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { amplifyBackend } from "#generated/wire/amplifyBackend";

interface SeedMember {
  readonly required: boolean;
  readonly type: string;
}

interface SeedType {
  readonly kind: string;
  readonly members?: Readonly<Record<string, SeedMember>>;
}

const seed = JSON.parse(readFileSync(join(import.meta.dirname, "../../house/seed.json"), "utf8")) as Record<
  string,
  SeedType
>;

/** What is wrong with the body of a successful answer, by path; empty when nothing is. */
export function responseProblems(operation: string, body: unknown): string[] {
  const output = amplifyBackend.operations[operation]?.output ?? "";
  return structureProblems(body, `${operation}ResponseTypeDef`, output, operation, ["ResponseMetadata"]);
}

function structureProblems(
  value: unknown,
  typeName: string,
  shapeName: string,
  path: string,
  clientSide: readonly string[] = [],
): string[] {
  const members = seed[typeName]?.members;
  const shape = amplifyBackend.shapes[shapeName];
  if (!members || shape?.kind !== "structure") return [`${path}: no shape ${typeName} / ${shapeName}`];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path}: not a structure`];
  const byWire = new Map(
    Object.entries(shape.members).map(([name, member]) => [member.wire, { name, shape: member.shape }]),
  );
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const [wire, item] of Object.entries(value)) {
    const known = byWire.get(wire);
    const member = known && members[known.name];
    if (!known || !member) {
      problems.push(`${path}.${wire}: unknown`);
      continue;
    }
    seen.add(known.name);
    problems.push(...valueProblems(item, member.type, known.shape, `${path}.${known.name}`));
  }
  for (const [name, { required }] of Object.entries(members)) {
    if (required && !seen.has(name) && !clientSide.includes(name)) problems.push(`${path}.${name}: missing`);
  }
  return problems;
}

function valueProblems(value: unknown, type: string, shapeName: string, path: string): string[] {
  const list = /^list\[(\w+)\]$/.exec(type)?.[1];
  if (list !== undefined) {
    const shape = amplifyBackend.shapes[shapeName];
    if (!Array.isArray(value) || shape?.kind !== "list") return [`${path}: not a list`];
    return value.flatMap((item, index) => valueProblems(item, list, shape.member, `${path}[${index}]`));
  }
  if (seed[type]?.kind === "structure") return structureProblems(value, type, shapeName, path);
  const expected = type === "bool" ? "boolean" : type === "float" || type === "int" ? "number" : "string";
  return typeof value === expected ? [] : [`${path}: not a ${expected}`];
}
