/** An order in which a table's records can be walked: as written, along the primary key, or along an index. Leaf types. */

import type { ColumnKind } from "#ports/database";
import type { Column } from "./column.ts";

/** A column of the order; places in it travel inside nextTokens. */
export interface Step {
  /** Quoted name. */
  readonly sql: string;
  readonly kind: ColumnKind;
}

export interface Path {
  /** The key's partition field. Undefined: the whole table. */
  readonly partition: Column | undefined;
  /** The argument that names the partition's value, where it is not called like the field. */
  readonly argument?: string | undefined;
  /** The fields a sort key condition speaks of. */
  readonly sort: readonly Column[];
  /** The column such a condition compares, quoted: the field, or all of them joined. */
  readonly sortColumn: string | undefined;
  /** One or two columns; within the partition the last is unique. */
  readonly order: readonly Step[];
  /** Records without a sort key are not on this path. */
  readonly sparse: boolean;
}
