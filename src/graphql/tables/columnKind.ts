/** Which kind of column holds a field. */

import type { ColumnKind } from "#ports/database";
import type { Names } from "#graphql/sdl/meaning";
import { type Field, isList, type TypeRef } from "#graphql/sdl/model";

/** How values of a type are kept and compared. Lists and documents are JSON text. */
export type Storage = "text" | "integer" | "number" | "boolean" | "list" | "document";

/** The storage of a type; undefined for relations, which have no column. */
export function storageOf(type: TypeRef, names: Names): Storage | undefined {
  if (isList(type)) return names.of(type).kind === "model" ? undefined : "list";
  const meaning = names.of(type);
  if (meaning.kind === "scalar") return meaning.scalar.storage;
  if (meaning.kind === "enum") return "text";
  return meaning.kind === "object" ? "document" : undefined;
}

/** False for relations and for fields whose value comes from elsewhere. */
export function isStored(field: Field, names: Names): boolean {
  return field.resolver === undefined && storageOf(field.type, names) !== undefined;
}

const kinds = {
  text: "text",
  integer: "integer",
  number: "real",
  boolean: "integer",
  list: "text",
  document: "text",
} as const;

export function columnKind(storage: Storage): ColumnKind {
  return kinds[storage];
}
