/** A table as a statement reads it. Leaf types. */

import type { ModelOperation } from "#graphql/sdl/model";
import type { Table } from "./table.ts";

/** A root field's records, or those a relation leads to. */
export interface Scan {
  readonly table: Table;
  /** Empty where the statement knows only this table: in writes. */
  readonly alias: string;
  /** `get` for one record (hasOne and belongsTo too), `list` for pages of them. */
  readonly operation: ModelOperation;
}

/** A column as an expression of a statement. */
export function at(scan: Pick<Scan, "alias">, column: string): string {
  return scan.alias === "" ? column : `${scan.alias}.${column}`;
}
