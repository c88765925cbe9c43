/** Extracts names, kinds and members from the seed's page of Python type definitions. */

export interface SeedMember {
  readonly required: boolean;
  /** As the page writes it, without NotRequired. */
  readonly type: string;
}

export type SeedDefinition =
  | { readonly kind: "structure"; readonly members: Readonly<Record<string, SeedMember>> }
  | { readonly kind: "union"; readonly options: readonly string[] };

export type Seed = Readonly<Record<string, SeedDefinition>>;

/** Definitions by name, in the page's order; a heading without a readable definition is an error. */
export function readSeed(page: string): Seed {
  const sections = page.split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const name = section.slice(0, section.indexOf("\n")).trim();
      return [name, readStructure(name, section) ?? readUnion(name, section)];
    }),
  );
}

function readStructure(name: string, section: string): SeedDefinition | undefined {
  const body = new RegExp(`^class ${name}\\(TypedDict\\):\\n((?: {4}.*\\n)*)`, "m").exec(section)?.[1];
  if (body === undefined) return undefined;
  const members: Record<string, SeedMember> = {};
  for (const line of body.trimEnd().split("\n")) {
    const [, member, type] = /^ {4}(\w+): (.+?),(?: {2}# \(\d+\))?$/.exec(line) ?? [];
    if (member === undefined || type === undefined) throw new Error(`unreadable line in ${name}: ${line}`);
    const optional = /^NotRequired\[(.+)\]$/.exec(type)?.[1];
    members[member] = { required: optional === undefined, type: optional ?? type };
  }
  return { kind: "structure", members };
}

function readUnion(name: string, section: string): SeedDefinition {
  const body = new RegExp(`^${name} = Union\\[\\n((?: {4}.*\\n)*)\\]`, "m").exec(section)?.[1];
  if (body === undefined) throw new Error(`no definition under the heading ${name}`);
  return { kind: "union", options: [...body.matchAll(/^ {4}(\w+),/gm)].map((found) => found[1] ?? "") };
}
