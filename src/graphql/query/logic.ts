/** AND, OR and NOT over SQL predicates, as balanced trees: engines bound the depth of an expression, not its size. */

export const yes = "(1 = 1)";
export const no = "(1 = 0)";

export function all(terms: readonly string[]): string {
  return joined(terms, "AND", yes);
}

export function any(terms: readonly string[]): string {
  return joined(terms, "OR", no);
}

export function not(term: string): string {
  return `(NOT ${term})`;
}

function joined(terms: readonly string[], word: "AND" | "OR", empty: string): string {
  const [first] = terms;
  if (first === undefined) return empty;
  if (terms.length === 1) return first;
  const middle = terms.length >> 1;
  return `(${joined(terms.slice(0, middle), word, empty)} ${word} ${joined(terms.slice(middle), word, empty)})`;
}
