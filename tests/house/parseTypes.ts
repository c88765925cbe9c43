/** Reads a generated module of types back: names, members, requiredness and type texts. Any other line is an error. */

export interface ParsedMember {
  readonly required: boolean;
  readonly type: string;
}

export type Parsed =
  | { readonly kind: "structure"; readonly members: Readonly<Record<string, ParsedMember>> }
  | { readonly kind: "union"; readonly options: readonly string[] };

/** Exported interfaces and unions by name. */
export function parseTypes(source: string): Readonly<Record<string, Parsed>> {
  const found: Record<string, Parsed> = {};
  const code = source.replace(/^ *\/\*\*.*\*\/\n/gm, "");
  for (const [, name = "", value = ""] of code.matchAll(/^export type (\w+) =([^;]+);/gm)) {
    const options = value
      .split("|")
      .map((option) => option.trim())
      .filter((option) => option !== "");
    found[name] = { kind: "union", options };
  }
  for (const [, name = "", body = ""] of code.matchAll(/^export interface (\w+) \{\n([^]*?)^\}/gm)) {
    found[name] = { kind: "structure", members: Object.fromEntries(body.trimEnd().split("\n").map(parseMember)) };
  }
  return found;
}

function parseMember(line: string): [string, ParsedMember] {
  const [, name, optional, type] = /^ {2}(\w+)(\??): (.+);$/.exec(line) ?? [];
  if (name === undefined || type === undefined) throw new Error(`unreadable member: ${line}`);
  return [name, { required: optional === "", type: optional === "" ? type : type.replace(/ \| undefined$/, "") }];
}
