/** @key of dialect 1: without a name the primary key, with one an index. */

import { checkKeyFields, nameList } from "#graphql/directives/keyFields";
import type { Context, Directive, Use } from "#graphql/directives/directive";
import type { TypeDraft } from "#graphql/sdl/draft";

export const keyDirective: Directive = {
  name: "key",
  definition: "directive @key(name: String, fields: [String!]!, queryField: String) repeatable on OBJECT",

  onType(use, type, context) {
    if (type.model === undefined) {
      context.problem(use.position, `@key on ${type.name}: ${type.name} has no @model.`);
      return;
    }
    const [partition, ...sort] = nameList(use.arguments["fields"]) ?? [];
    if (partition === undefined) context.problem(use.position, `@key of ${type.name} names no fields.`);
    else addKey(use, [partition, ...sort], type, context);
  },

  /** As the official tools have it: an index over the primary key's partition is kept inside that partition. */
  finish(type, context) {
    const { key, indexes = [] } = type.model ?? {};
    if (key === undefined || !key.custom || key.sort.length > 0) return;
    for (const { name, partition, implied } of indexes) {
      if (partition !== key.partition || implied === true) continue;
      const text = `@key ${name} of ${type.name}: ${partition} alone is the primary key already; an index over it needs a primary key with more fields.`;
      context.problem(type.position, text);
    }
  },
};

function addKey(
  use: Use,
  [partition, ...sort]: readonly [string, ...string[]],
  type: TypeDraft,
  context: Context,
): void {
  const { model } = type;
  const name = use.arguments["name"];
  const queryField = use.arguments["queryField"];
  if (model === undefined) return;
  if (typeof name === "string" && name !== "") {
    const what = `@key ${name} of ${type.name}`;
    checkKeyFields([partition, ...sort], what, type, use.position, context, "optional");
    if (model.indexes.some((index) => index.name === name)) {
      context.problem(use.position, `${type.name} has two keys called ${name}; give one another name.`);
    }
    const query = typeof queryField === "string" && queryField !== "" ? { queryField } : {};
    model.indexes.push({ name, partition, sort, ...query });
    return;
  }
  checkKeyFields([partition, ...sort], `@key of ${type.name}`, type, use.position, context, "required");
  if (model.key !== undefined) context.problem(use.position, `${type.name} has more than one @key without a name.`);
  if (typeof queryField === "string") {
    context.problem(
      use.position,
      `@key of ${type.name}: the primary key is asked for by get and list; a queryField needs a name.`,
    );
  }
  model.key = { partition, sort, custom: true };
}
