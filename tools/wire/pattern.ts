/** Turns the model's patterns (Java's spelling) into ECMAScript's. */

/** Source for flag `u`, matched against the whole value; undefined when the pattern refuses nothing that `min` does not. */
export function toEcmaScript(pattern: string): string | undefined {
  const dotAll = pattern.startsWith("(?s)");
  const bare = dotAll ? pattern.slice("(?s)".length) : pattern;
  if (dotAll && (bare === ".*" || bare === ".+")) return undefined;
  if (/\(\?[a-z]/.test(bare)) throw new Error(`pattern ${pattern} uses inline flags this tool does not know`);
  const source = dotAll ? bare.replace(/\\.|\[(?:\\.|[^\]])*\]|\./g, (part) => (part === "." ? "[^]" : part)) : bare;
  // Thrown here rather than at the first request.
  void new RegExp(`^(?:${source})$`, "u");
  return source;
}

/** The shortest length the pattern itself demands, where it is the only thing it demands. */
export function minimumOf(pattern: string | undefined): number | undefined {
  return pattern === "(?s).+" ? 1 : undefined;
}
