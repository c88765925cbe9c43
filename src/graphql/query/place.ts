/** A place in the order of a page: as SQL text after its mark, and as what a nextToken carries. */

import type { ColumnKind, SqlValue } from "#ports/database";
import { FieldFault } from "./errors.ts";
import type { Path } from "./path.ts";

/** The place of a row as arguments of concat. The last column is a number and goes first, so that a comma ends it. */
export function placeText(order: readonly string[]): string {
  const [first, second] = order;
  return second === undefined ? String(first) : `${second}, ',', ${first}`;
}

/** The text of a place -> a value for each column of the path's order. */
export function readPlace(text: string, path: Path): readonly SqlValue[] {
  const [first, second] = path.order;
  const value = (part: string, kind: ColumnKind | undefined): SqlValue => (kind === "text" ? part : Number(part));
  if (second === undefined) return [value(text, first?.kind)];
  const comma = text.indexOf(",");
  return [value(text.slice(comma + 1), first?.kind), Number(text.slice(0, comma))];
}

/** What a token carried -> the place. Throws a FieldFault for anything but a place on this path. */
export function checkPlace(payload: unknown, path: Path): readonly SqlValue[] {
  const place: unknown = typeof payload === "object" && payload !== null && "at" in payload ? payload.at : undefined;
  const isPlace =
    Array.isArray(place) &&
    place.length === path.order.length &&
    path.order.every(({ kind }, index) => typeof place[index] === (kind === "text" ? "string" : "number"));
  if (isPlace) return place as readonly SqlValue[];
  throw new FieldFault("DynamoDB:UserIllegalArgumentException", "Invalid pagination token given.");
}
