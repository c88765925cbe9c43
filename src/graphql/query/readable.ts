/** Which records and fields the caller may read: predicates for every table a statement reads. */

import type { Printing } from "./printing.ts";
import type { Scan } from "./scan.ts";
import type { Column } from "./column.ts";

/**
 * The predicate of the records the caller may read; undefined when he may read all of them. It is never SQL null.
 * Every table a statement reads goes through here, at the root and in relations. Only the shape of the caller
 * (`printing.caller` is one of that shape) may decide the text; what is his own is bound with `printing.parameters.bind`.
 */
export function readable(_scan: Scan, _printing: Printing): string | undefined {
  return undefined;
}

/**
 * The predicate of the records whose field the caller may read; undefined when he may in every one.
 * Where it does not hold the field is null: in queries with an error, in a mutation's answer without one.
 */
export function visible(_scan: Scan, _column: Column, _printing: Printing): string | undefined {
  return undefined;
}
