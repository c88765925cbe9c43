/** Random identifiers of a chosen alphabet and length. */

import type { Random } from "#ports/random";

/** Lower-case letters and digits, as AppIds and most AWS resource ids use. */
export const lowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * A text of `length` characters, each drawn evenly from `alphabet` (2 to 256 characters).
 * Bytes that would favour some characters are thrown away.
 */
export function randomText(random: Random, length: number, alphabet: string = lowerAlphanumeric): string {
  const fair = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < length) {
    for (const byte of random.bytes(length - text.length)) {
      if (byte < fair) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
