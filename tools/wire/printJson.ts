/** Prints JSON files as the project's formatter leaves them: what fits on a line stays on it. */

const width = 120;

/** The text of a JSON file. */
export function printJson(value: object): string {
  return `${print(value, "", "")}\n`;
}

/** `indent` stands before the line, `key` before the value on it. */
function print(value: unknown, indent: string, key: string): string {
  if (typeof value !== "object" || value === null) return key + JSON.stringify(value);
  const entries = entriesOf(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const line = key + inline(value);
  const nested = entries.some(([, item]) => typeof item === "object");
  // The comma behind it counts, too.
  if (entries.length === 0 || (!nested && indent.length + line.length < width)) return line;
  const inner = `${indent}  `;
  const lines = entries.map(([name, item]) => inner + print(item, inner, name));
  return `${key}${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

function inline(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const items = entriesOf(value).map(([key, item]) => key + inline(item));
  if (Array.isArray(value)) return `[${items.join(", ")}]`;
  return items.length === 0 ? "{}" : `{ ${items.join(", ")} }`;
}

/** Values with what stands before them: nothing in an array, the key in an object. */
function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((item: unknown) => ["", item] as const);
  return Object.entries(value).map(([key, item]: [string, unknown]) => [`${JSON.stringify(key)}: `, item] as const);
}
