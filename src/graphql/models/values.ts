/** Types of fields and arguments as client libraries are told them. */

import { isList, type Model, namedType, type TypeRef } from "#graphql/sdl/model";
import type { TypeMeta, ValueMeta } from "./shape.ts";

/** What each named type of a Model is; undefined for interfaces and unions, which client models cannot tell. */
export type KindOf = (name: string) => TypeMeta | undefined;

export function kindsOf(model: Model): KindOf {
  const kinds = new Map<string, TypeMeta>([
    ...model.models.map(({ name }) => [name, { model: name }] as const),
    ...model.objects.map(({ name }) => [name, { nonModel: name }] as const),
    ...model.enums.map(({ name }) => [name, { enum: name }] as const),
    ...model.inputs.map(({ name }) => [name, { input: name }] as const),
  ]);
  const untold = new Set([...(model.interfaces ?? []), ...(model.unions ?? [])].map(({ name }) => name));
  return (name) => (untold.has(name) ? undefined : (kinds.get(name) ?? name));
}

/** Undefined for what cannot be told. */
export function valueMeta(name: string, type: TypeRef, kindOf: KindOf): ValueMeta | undefined {
  const list = isList(type);
  const kind = kindOf(namedType(type));
  if (kind === undefined) return undefined;
  return {
    name,
    isArray: list,
    type: kind,
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
