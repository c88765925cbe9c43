/** A field's column as statements see it. Leaf types. */

import type { Field } from "#graphql/sdl/model";
import type { Storage } from "#graphql/tables/columnKind";

export interface Column {
  readonly field: Field;
  readonly storage: Storage;
  /** Name in the table, not quoted. */
  readonly physical: string;
  /** Quoted name. */
  readonly sql: string;
  /** Kept by the engine: a client cannot write it. */
  readonly isVersion?: true;
  /** This field's mark in the column of explicit nulls. */
  readonly nullMark: string;
}
