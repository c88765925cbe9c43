/** Walks keys in order and folds common prefixes; what lies under one is skipped by seeking, not by reading. */

import { behindPrefix, bytesOf, justBehind, later, textOf } from "./keys.ts";

/** A place among rows ordered by key and, where a key has several rows, by id. Rows at it and behind are meant. */
export interface Place {
  readonly key: Uint8Array;
  readonly id: string;
}

export interface Walk<Row> {
  readonly prefix: string;
  readonly delimiter: string;
  readonly limit: number;
  /** Where to begin; the prefix may push it further. */
  readonly start: Place;
  /** Rows at and behind `from` with keys before `to`, in order. */
  rows(from: Place, to: Uint8Array, limit: number): Promise<readonly Row[]>;
  keyOf(row: Row): Uint8Array;
  /** The first place behind a row. */
  behind(row: Row): Place;
}

export type Step<Row> =
  | { readonly kind: "row"; readonly row: Row }
  | { readonly kind: "prefix"; readonly prefix: string };

export interface Walked<Row> {
  readonly steps: readonly Step<Row>[];
  readonly truncated: boolean;
}

/** Rows read at a time when prefixes fold: enough for plain keys, few enough to leave a big folder soon. */
const FOLDING_BATCH = 200;

/** At most `limit` rows and common prefixes. */
export async function walk<Row>(how: Walk<Row>): Promise<Walked<Row>> {
  const prefix = bytesOf(how.prefix);
  const to = behindPrefix(prefix);
  const batch = how.delimiter === "" ? how.limit + 1 : Math.min(how.limit + 1, FOLDING_BATCH);
  const steps: Step<Row>[] = [];
  let from: Place = { ...how.start, key: later(how.start.key, prefix) };
  if (from.key !== how.start.key) from = { key: from.key, id: "" };
  for (;;) {
    const rows = await how.rows(from, to, batch);
    let folded: string | undefined;
    for (const row of rows) {
      const common = how.delimiter === "" ? undefined : commonPrefix(textOf(how.keyOf(row)), how);
      if (common !== undefined && common === folded) continue;
      if (steps.length === how.limit) return { steps, truncated: true };
      folded = common;
      steps.push(common === undefined ? { kind: "row", row } : { kind: "prefix", prefix: common });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return { steps, truncated: false };
    from = folded === undefined ? how.behind(last) : { key: behindPrefix(bytesOf(folded)), id: "" };
  }
}

/** The part of a key up to and with the first delimiter behind the prefix. */
export function commonPrefix(
  key: string,
  { prefix, delimiter }: { readonly prefix: string; readonly delimiter: string },
): string | undefined {
  if (delimiter === "") return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Where a list begins that follows `after`: behind that key, or behind all it stands for when it is a common prefix. */
export function placeAfter(
  after: string | undefined,
  folding: { readonly prefix: string; readonly delimiter: string },
): Uint8Array {
  if (after === undefined) return new Uint8Array();
  const bytes = bytesOf(after);
  const isFolded = after.startsWith(folding.prefix) && commonPrefix(after, folding) === after;
  return isFolded ? behindPrefix(bytes) : justBehind(bytes);
}
