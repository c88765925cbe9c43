/** A table as a statement reads it. Leaf types. */

import type { ReadOperation } from "#graphql/sdl/roles";
import type { Table } from "./table.ts";

/** A root field's records, or those a relation leads to. */
export interface Scan {
  readonly table: Table;
  /** Empty where the statement knows only this table: in writes. */
  readonly alias: string;
  /** How the records are come by: the root field's operation, or a relation of another record. */
  readonly operation: ReadOperation | "related";
  /** The row stands for an object from outside, which was looked at already whether its field may be shown. */
  readonly given?: true;
  /** The record a mutation wrote: what it answers goes to subscribers too. */
  readonly written?: true;
}

/** A column as an expression of a statement. */
export function at(scan: Pick<Scan, "alias">, column: string): string {
  return scan.alias === "" ? column : `${scan.alias}.${column}`;
}
