/** The normal form in which sign-in names are compared and kept unique. */

/**
 * NFKC, and where the pool does not tell case apart, without case. Going up before down joins letters whose lower case
 * differs by form only, such as `ß` and `ss`.
 */
export function signInKey(caseSensitive: boolean, name: string): string {
  const composed = name.normalize("NFKC");
  return caseSensitive ? composed : composed.toUpperCase().toLowerCase().normalize("NFKC");
}
