/** Random identifiers of a chosen alphabet and length. */

import type { Random } from "#ports/random";
import { latest } from "./latest.ts";

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

/** The start of the ordered UUIDs of a millisecond: many are made in each. */
const startOf = latest((now: number) => {
  const time = now.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}`;
});

/**
 * A UUID of version 4 by its form whose first 48 bits are the time in milliseconds, as RFC 9562 lays them out for version
 * 7; 74 bits are random. Keys made one after the other lie side by side in an index, where random ones would each change
 * a page of their own: that is most of what a durable insert costs.
 */
export function timeOrderedUuid(random: Random, now: number): string {
  return startOf(now) + random.uuid().slice(13);
}
