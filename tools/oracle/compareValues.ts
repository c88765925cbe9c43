/** Two JSON values, compared member by member: every difference as a line with its path. */

export function compareValues(official: unknown, ours: unknown, path = ""): readonly string[] {
  if (Array.isArray(official) && Array.isArray(ours)) {
    const length = Math.max(official.length, ours.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      compareMembers(at(official, index), at(ours, index), `${path}[${index}]`),
    );
  }
  if (isRecord(official) && isRecord(ours)) {
    const names = [...new Set([...Object.keys(official), ...Object.keys(ours)])].sort();
    return names.flatMap((name) =>
      compareMembers(member(official, name), member(ours, name), path === "" ? name : `${path}.${name}`),
    );
  }
  const [expected, actual] = [JSON.stringify(official), JSON.stringify(ours)];
  return expected === actual ? [] : [`differs ${path}: official ${expected}, ours ${actual}`];
}

/** A member that is there, or nothing. */
type Found = { readonly value: unknown } | undefined;

function compareMembers(official: Found, ours: Found, path: string): readonly string[] {
  if (official === undefined) return [`extra   ${path}: ${short(ours?.value)}`];
  if (ours === undefined) return [`missing ${path}: ${short(official.value)}`];
  return compareValues(official.value, ours.value, path);
}

function at(list: readonly unknown[], index: number): Found {
  return index < list.length ? { value: list[index] } : undefined;
}

function member(record: Readonly<Record<string, unknown>>, name: string): Found {
  return name in record ? { value: record[name] } : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
