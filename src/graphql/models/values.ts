/** Types of fields and arguments as client libraries are told them. */

import { isList, type Model, namedType, type TypeRef } from "#graphql/sdl/model";
import type { TypeMeta, ValueMeta } from "./shape.ts";

/** What each named type of a Model is; a name that is none of them is a scalar. */
export type KindOf = (name: string) => TypeMeta;

export function kindsOf(model: Model): KindOf {
  const kinds = new Map<string, TypeMeta>([
    ...model.models.map(({ name }) => [name, { model: name }] as const),
    ...model.objects.map(({ name }) => [name, { nonModel: name }] as const),
    ...model.enums.map(({ name }) => [name, { enum: name }] as const),
    ...model.inputs.map(({ name }) => [name, { input: name }] as const),
  ]);
  return (name) => kinds.get(name) ?? name;
}

export function valueMeta(name: string, type: TypeRef, kindOf: KindOf): ValueMeta {
  const list = isList(type);
  return {
    name,
    isArray: list,
    type: kindOf(namedType(type)),
    isRequired: innermost(type).required,
    ...(list ? { isArrayNullable: !type.required } : {}),
  };
}

function innermost(type: TypeRef): TypeRef {
  return isList(type) ? innermost(type.list) : type;
}

/** The named entries as an object; names come from the user, so none may be taken for a prototype's. */
export function byName<T extends { readonly name: string }>(entries: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(entries.map((entry) => [entry.name, entry]));
}
