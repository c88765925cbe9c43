/** A source without its comments, so that rules about code are not tripped by words about it. */

/** What ends each kind of text that comments cannot start in. */
const STRING_ENDS: Readonly<Record<string, string>> = { '"': '"', "'": "'", "`": "`" };
/** After these a slash starts a regular expression, not a division. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of))\s*$/;

/** Comments become blanks; lines stay where they are. Templates are kept whole, their inner code too. */
export function codeOnly(source: string): string {
  let out = "";
  let at = 0;
  while (at < source.length) {
    const end = tokenEnd(source, at, out);
    const token = source.slice(at, end);
    out += isComment(token) ? token.replace(/[^\n]/g, " ") : token;
    at = end;
  }
  return out;
}

function isComment(token: string): boolean {
  return token.startsWith("//") || token.startsWith("/*");
}

function tokenEnd(source: string, at: number, before: string): number {
  const char = source.charAt(at);
  if (source.startsWith("//", at)) return endOr(source.indexOf("\n", at), source);
  if (source.startsWith("/*", at)) return endOr(source.indexOf("*/", at + 2), source) + 2;
  const quote = STRING_ENDS[char];
  if (quote !== undefined) return quotedEnd(source, at, quote);
  if (char === "/" && BEFORE_REGEX.test(before.slice(-40))) return regexEnd(source, at);
  return at + 1;
}

function endOr(index: number, source: string): number {
  return index < 0 ? source.length : index;
}

function quotedEnd(source: string, at: number, quote: string): number {
  for (let i = at + 1; i < source.length; i += 1) {
    if (source[i] === "\\") i += 1;
    else if (source[i] === quote) return i + 1;
  }
  return source.length;
}

function regexEnd(source: string, at: number): number {
  let inClass = false;
  for (let i = at + 1; i < source.length; i += 1) {
    const char = source[i];
    if (char === "\\") i += 1;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "\n" || (char === "/" && !inClass)) return i + 1;
  }
  return source.length;
}
