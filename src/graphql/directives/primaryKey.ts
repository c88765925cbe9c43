/** @primaryKey: another field than `id` identifies a record, alone or with sort key fields. */

import { isList, namedType } from "#graphql/sdl/model";
import { scalarNamed } from "#graphql/scalars/list";
import type { TypeDraft } from "#graphql/sdl/draft";
import type { Context, Directive } from "./directive.ts";

export const primaryKeyDirective: Directive = {
  name: "primaryKey",
  definition: "directive @primaryKey(sortKeyFields: [String]) on FIELD_DEFINITION",

  onField(use, field, type, context) {
    if (type.model === undefined) {
      context.problem(use.position, `@primaryKey on ${type.name}.${field.name}: ${type.name} has no @model.`);
      return;
    }
    if (type.model.key !== undefined) {
      context.problem(use.position, `${type.name} has more than one @primaryKey.`);
      return;
    }
    const given = (use.arguments["sortKeyFields"] ?? []) as readonly (string | null)[];
    const sort = given.filter((name) => name !== null);
    for (const name of [field.name, ...sort]) checkKeyField(name, type, use.position, context);
    if (new Set([field.name, ...sort]).size < sort.length + 1) {
      context.problem(use.position, `@primaryKey of ${type.name} names a field twice.`);
    }
    type.model.key = { partition: field.name, sort, custom: true };
  },
};

function checkKeyField(
  name: string,
  type: TypeDraft,
  position: Parameters<Context["problem"]>[0],
  context: Context,
): void {
  const field = type.fields.get(name);
  if (field === undefined) {
    context.problem(position, `@primaryKey of ${type.name} names ${name}, which ${type.name} does not declare.`);
    return;
  }
  const named = namedType(field.type);
  const plain = scalarNamed(named) !== undefined || context.draft.enums.has(named);
  if (isList(field.type) || !plain) {
    context.problem(
      field.position,
      `${type.name}.${name} is a key field and must be a scalar or an enum, not a list or object.`,
    );
  } else if (!field.type.required) {
    context.problem(field.position, `${type.name}.${name} is a key field and must be required: ${named}!`);
  }
}
