/** Fields that may make up a key: scalars and enums of the type itself, each once. */

import type { TypeDraft } from "#graphql/sdl/draft";
import { isList, namedType, type Position } from "#graphql/sdl/model";
import { scalarNamed } from "#graphql/scalars/list";
import type { Context } from "./directive.ts";

/** Notes what is wrong with a key over these fields; `what` names the key in the messages. */
export function checkKeyFields(
  names: readonly string[],
  what: string,
  type: TypeDraft,
  position: Position,
  context: Context,
  required: "required" | "optional",
): void {
  for (const name of names) {
    const field = type.fields.get(name);
    if (field === undefined) {
      context.problem(position, `${what} names ${name}, which ${type.name} does not declare.`);
    } else if (!isKeyField(name, type, context)) {
      const text = `${type.name}.${name} is a key field and must be a scalar or an enum, not a list or object.`;
      context.problem(field.position, text);
    } else if (namedType(field.type) === "Boolean") {
      context.problem(field.position, `${type.name}.${name} is a key field and cannot be Boolean; use an enum.`);
    } else if (required === "required" && !field.type.required) {
      const text = `${type.name}.${name} is a key field and must be required: ${namedType(field.type)}!`;
      context.problem(field.position, text);
    }
  }
  if (new Set(names).size < names.length) context.problem(position, `${what} names a field twice.`);
}

/** Whether a declared field can be part of a key. */
export function isKeyField(name: string, type: TypeDraft, context: Context): boolean {
  const field = type.fields.get(name);
  if (field === undefined || isList(field.type)) return false;
  const named = namedType(field.type);
  return scalarNamed(named) !== undefined || context.draft.enums.has(named);
}

/** A list argument of names; nulls in it say nothing. */
export function nameList(given: unknown): readonly string[] | undefined {
  if (given === undefined || given === null) return undefined;
  return (given as readonly (string | null)[]).filter((name) => name !== null);
}
