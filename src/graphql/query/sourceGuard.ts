/** Objects that came from outside the database, or lie inside records: which of their fields the caller may see. */

import type { ApiCaller } from "#graphql/access/caller";
import { isDenied } from "#graphql/access/deniedFields";
import { holds } from "#graphql/access/judge";
import { mayResolve } from "#graphql/access/modelAccess";
import { modesLetIn } from "#graphql/access/modes";
import type { Names } from "#graphql/sdl/meaning";
import type { Field, ObjectType } from "#graphql/sdl/model";
import type { Api } from "./api.ts";

/** True when the field of such an object may be shown; of a model's, rules look for owners in the object itself. */
export function mayShow(
  api: Pick<Api, "tables" | "names">,
  type: string,
  field: string,
  source: Readonly<Record<string, unknown>>,
  caller: ApiCaller,
): boolean {
  const table = api.tables.get(type);
  if (table === undefined) {
    const meaning = api.names.of({ name: type, required: false });
    const declared = meaning.kind === "object" ? meaning.object.fields.find((each) => each.name === field) : undefined;
    return declared === undefined || isVisible(type, declared, caller);
  }
  if (isDenied(caller, type, field)) return false;
  const { right } = table.access.field(field, caller);
  return typeof right === "string" ? right === "allow" : right.some((test) => holds(test, source, caller));
}

/** The same for a document inside a record: its fields know rules that need no record. */
export function isVisible(type: string, field: Field, caller: ApiCaller): boolean {
  if (isDenied(caller, type, field.name)) return false;
  if (!modesLetIn(field.directives, caller)) return false;
  return field.access === undefined || mayResolve(field.access, caller);
}

/** True when the type, or one it holds, has fields that not every caller of this shape may see. */
export function isVeiled(type: ObjectType, names: Names, caller: ApiCaller, seen = new Set<string>()): boolean {
  if (seen.has(type.name)) return false;
  seen.add(type.name);
  return type.fields.some((field) => {
    if (!isVisible(type.name, field, caller)) return true;
    const meaning = names.of(field.type);
    return meaning.kind === "object" && isVeiled(meaning.object, names, caller, seen);
  });
}
