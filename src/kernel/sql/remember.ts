/** Answers of a database kept in memory until anything in that database changes. */

import type { Database } from "#ports/database";

/**
 * `read`, asked of the database once for each key and commit. For what hot paths ask of tables that seldom change.
 * Where other processes write too, every call reads.
 * @param capacity keys kept at most; then all are forgotten
 */
export function remember<Key extends readonly string[], Value>(
  database: Pick<Database, "commits">,
  capacity: number,
  read: (...key: Key) => Promise<Value>,
): (...key: Key) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  let since: number | undefined;

  return (...key) => {
    const { commits } = database;
    if (commits === undefined) return read(...key);
    if (commits !== since) {
      known.clear();
      since = commits;
    }
    const name = key.length === 1 ? (key[0] ?? "") : nameOf(key);
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= capacity) known.clear();
    const asked = read(...key);
    known.set(name, asked);
    // A failure is told to those who wait for it now and to nobody else.
    asked.catch(() => {
      if (known.get(name) === asked) known.delete(name);
    });
    return asked;
  };
}

/** Lengths keep apart what joined texts would not. */
function nameOf(key: readonly string[]): string {
  let name = "";
  for (const part of key) name += `${part.length}:${part}`;
  return name;
}
