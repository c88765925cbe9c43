/** A field's column as statements see it. */

import type { Field } from "#graphql/sdl/model";
import type { JsonMember } from "#ports/database";
import type { Storage } from "#graphql/tables/columnKind";

/** How a column's value becomes JSON: stored JSON as it is, 0 and 1 as true and false, anything else as a scalar. */
export function jsonForm(storage: Storage): JsonMember["as"] {
  if (storage === "list" || storage === "document") return "json";
  return storage === "boolean" ? "boolean" : "scalar";
}

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
