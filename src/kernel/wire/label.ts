/** Decodes the value of a URI label, once, and refuses values that could mean another path. */

import { MalformedInput } from "./malformed.ts";

const longestLabel = 1024;

// Control characters of ASCII and Latin-1, and the separators that some programs take for a line break.
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * The decoded value. SigV4 signs a path whose empty and dot segments were resolved, so such values are signed
 * for another operation than the raw path names: they never reach one. A slash is allowed; operations check
 * their own patterns. Throws MalformedInput.
 */
export function decodeLabel(raw: string): string {
  if (raw.length > longestLabel * 3) throw new MalformedInput(`the value is longer than ${longestLabel} bytes`);
  const value = percentDecode(raw);
  if (value === "") throw new MalformedInput("the value must not be empty");
  if (value === "." || value === "..") throw new MalformedInput(`'${value}' is not allowed`);
  if (unsafe.test(value)) throw new MalformedInput("control characters are not allowed");
  if (Buffer.byteLength(value) > longestLabel)
    throw new MalformedInput(`the value is longer than ${longestLabel} bytes`);
  return value;
}

function percentDecode(raw: string): string {
  if (!raw.includes("%")) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    throw new MalformedInput("the percent-encoding is not valid UTF-8");
  }
}
