/** Compares the seed's definitions with a service model, and translates the seed's types to TypeScript. */

import type { ServiceSchema, Shape } from "#generated/schema";
import type { Seed, SeedMember } from "../../tools/wire/readSeed.ts";
import type { Difference } from "./seedDifferences.ts";

const scalars: Readonly<Record<string, string>> = {
  str: "string",
  bool: "boolean",
  int: "number",
  float: "number",
  Any: "unknown",
};

/** A Python type of the seed as our types spell it. */
export function toTypeScript(python: string): string {
  const [, outer, inner = ""] = /^(\w+)\[(.+)\]$/.exec(python) ?? [];
  if (outer === undefined) return scalars[python] ?? python;
  if (outer === "Sequence") return `readonly ${toTypeScript(inner)}[]`;
  if (outer === "list") return `${toTypeScript(inner)}[]`;
  const record = `Record<string, ${toTypeScript(inner.replace(/^str, /, ""))}>`;
  if (outer === "dict") return record;
  if (outer === "Mapping") return `Readonly<${record}>`;
  throw new Error(`no TypeScript for ${python}`);
}

/** Every point in which seed and model differ; twins and unions are taken as the one shape they stand for. */
export function compareSeed(seed: Seed, model: ServiceSchema): readonly Difference[] {
  const differences: Difference[] = [];
  const met = new Set<string>();
  for (const [definition, data] of Object.entries(seed)) {
    const name = shapeName(definition);
    const shape = model.shapes[name];
    met.add(name);
    if (shape?.kind !== "structure") {
      differences.push({ definition, kind: "not in the model", found: name });
      continue;
    }
    if (data.kind === "union") continue;
    for (const member of new Set([...Object.keys(data.members), ...Object.keys(shape.members)])) {
      const ours = data.members[member];
      const theirs = shape.members[member];
      if (ours === undefined) differences.push({ definition, member, kind: "not in the seed", found: member });
      else if (theirs === undefined) differences.push({ definition, member, kind: "not in the model", found: member });
      else differences.push(...compareMember(definition, member, ours, theirs, model));
    }
  }
  const structures = Object.keys(model.shapes).filter((name) => model.shapes[name]?.kind === "structure");
  const unmet = structures.filter((name) => !met.has(name));
  return [
    ...differences,
    ...unmet.map((name) => ({ definition: name, kind: "not in the seed", found: name }) as const),
  ];
}

function compareMember(
  definition: string,
  member: string,
  seed: SeedMember,
  model: { readonly shape: string; readonly required?: true },
  schema: ServiceSchema,
): readonly Difference[] {
  const differences: Difference[] = [];
  if (seed.required !== (model.required ?? false)) {
    const found = seed.required ? "seed required, model optional" : "seed optional, model required";
    differences.push({ definition, member, kind: "requiredness", found });
  }
  const shaped = describe(model.shape, schema);
  const typed = plain(seed.type);
  if (shaped !== typed) differences.push({ definition, member, kind: "type", found: `seed ${typed}, model ${shaped}` });
  return differences;
}

/** The seed's type without what tells twins apart. */
function plain(type: string): string {
  const list = /^(?:Sequence|list)\[(.+)\]$/.exec(type)?.[1];
  if (list !== undefined) return `list of ${plain(list)}`;
  return type.endsWith("TypeDef") ? shapeName(type) : type;
}

/** The model's shape in the same words. */
function describe(name: string, schema: ServiceSchema): string {
  const shape = schema.shapes[name];
  const words: Partial<Record<Shape["kind"], string>> = {
    string: "str",
    boolean: "bool",
    integer: "int",
    double: "float",
  };
  if (shape?.kind === "list") return `list of ${describe(shape.member, schema)}`;
  if (shape?.kind === "string" && shape.enum !== undefined) return `${name}Type`;
  return (shape === undefined ? undefined : words[shape.kind]) ?? name;
}

function shapeName(definition: string): string {
  return definition.replace(/(Output|Union)?TypeDef$/, "");
}
