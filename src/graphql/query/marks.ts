/** Texts that statements put where JSON cannot say what is meant; no client ever sees one, so none can be forged. */

import type { Random } from "#ports/random";

export interface Marks {
  /** In every mark and nowhere else. */
  readonly secret: string;
  /** A value that should be there and is not. */
  readonly missing: string;
  /** A value the caller may not read. */
  readonly denied: string;
  /** First of two elements: the second is the record a field is asked for with. */
  readonly source: string;
  /** The field with this number failed; the run knows why. */
  fault(number: number): string;
  /** Followed by the place where the page with this number goes on. */
  place(number: number): string;
  /** Finds the JSON strings of places: number, and the place as it stands in JSON. */
  readonly places: RegExp;
}

export function createMarks(random: Random): Marks {
  const secret = `~${Buffer.from(random.bytes(16)).toString("hex")}`;
  return {
    secret,
    missing: `${secret}!`,
    denied: `${secret}#`,
    source: `${secret}$`,
    fault: (number) => `${secret}?${number}`,
    place: (number) => `${secret}@${number}:`,
    places: new RegExp(`"${secret}@(\\d+):((?:[^"\\\\]|\\\\.)*)"`, "g"),
  };
}
