/** AppSync's Automerge of a change into the stored record. */

type Item = Readonly<Record<string, unknown>>;

/**
 * The fields to write: scalars stay as stored, missing ones are taken, lists grow by what the change has at their end,
 * maps are merged member by member. A change the record shows already adds nothing, so a client may send it again.
 */
export function mergeChange(current: Item, change: Item): Item {
  const merged: Record<string, unknown> = {};
  for (const [name, incoming] of Object.entries(change)) {
    const stored = current[name];
    const value = mergeValue(stored, incoming);
    if (!isSame(value, stored)) merged[name] = value;
  }
  return merged;
}

function mergeValue(stored: unknown, incoming: unknown): unknown {
  if (stored === null || stored === undefined) return incoming;
  if (incoming === null || incoming === undefined || isSame(stored, incoming)) return stored;
  if (Array.isArray(stored) && Array.isArray(incoming)) return mergeList(stored, incoming);
  if (isMap(stored) && isMap(incoming)) {
    const names = [...new Set([...Object.keys(stored), ...Object.keys(incoming)])];
    return Object.fromEntries(names.map((name) => [name, mergeValue(stored[name], incoming[name])]));
  }
  return stored;
}

/** A list that ends with the incoming elements has taken them already. */
function mergeList(stored: readonly unknown[], incoming: readonly unknown[]): readonly unknown[] {
  const isTaken = isSame(stored.slice(stored.length - incoming.length), incoming);
  return isTaken ? stored : [...stored, ...incoming];
}

function isMap(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b || ((a === null || a === undefined) && (b === null || b === undefined))) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => isSame(each, b[index]));
  if (!isMap(a) || !isMap(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(a[name], b[name]));
}
