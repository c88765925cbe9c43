/** Remembers the last answers made of rows, each for as long as its rows are what they were. */

export interface AnswerMemory<Answer> {
  /**
   * The answer kept under `key`, if it was made of equal `rows`; else what `make` gives now.
   * @param rows texts that hold all the answer depends on
   */
  of(key: string, rows: readonly string[], make: () => Answer): Answer;
}

/** @param capacity answers kept; the one unused for longest goes first. */
export function createAnswerMemory<Answer>(capacity: number): AnswerMemory<Answer> {
  const kept = new Map<string, { readonly rows: readonly string[]; readonly answer: Answer }>();
  return {
    of(key, rows, make) {
      const known = kept.get(key);
      kept.delete(key);
      const same = known?.rows.length === rows.length && known.rows.every((text, index) => text === rows[index]);
      const entry = known && same ? known : { rows, answer: make() };
      kept.set(key, entry);
      for (const oldest of kept.keys()) {
        if (kept.size <= capacity) break;
        kept.delete(oldest);
      }
      return entry.answer;
    },
  };
}
