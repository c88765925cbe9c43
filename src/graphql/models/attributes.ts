/** What directives say about a model, in the normal form client libraries read: model, keys, auth. */

import type { AppliedDirective, Index, Model, ModelType } from "#graphql/sdl/model";
import { wayBack } from "./associations.ts";
import type { Attribute } from "./shape.ts";

/** What a rule without operations allows. */
const allOperations = ["create", "update", "delete", "read"];

export function attributes(type: ModelType, model: Model): readonly Attribute[] {
  const named = (name: string): readonly AppliedDirective[] => type.directives.filter((each) => each.name === name);
  return [
    ...named("model").map((directive) => ({ type: "model", properties: directive.arguments })),
    ...keys(type, model).map((properties) => ({ type: "key", properties })),
    ...named("auth").map((directive) => ({ type: "auth", properties: { rules: authRules(directive) } })),
    ...type.directives
      .filter((directive) => !["model", "auth"].includes(directive.name))
      .map((directive) => ({ type: directive.name, properties: directive.arguments })),
  ];
}

function keys(type: ModelType, model: Model): readonly Attribute["properties"][] {
  const { key } = type;
  return [
    ...(key.custom ? [{ fields: [key.partition, ...key.sort] }] : []),
    ...type.indexes.map((index) => indexKey(index, type)),
    ...impliedKeys(type, model),
  ];
}

/** The query's name is told only where the user chose it. */
function indexKey(index: Index, type: ModelType): Attribute["properties"] {
  const field = type.fields.find((each) => each.name === index.partition);
  const chosen = field?.directives.some(
    (each) => index.queryField !== undefined && each.arguments["queryField"] === index.queryField,
  );
  return {
    name: index.name,
    ...(chosen ? { queryField: index.queryField } : {}),
    fields: [index.partition, ...index.sort],
  };
}

/** A @hasMany that only one side knows of: the client needs a key over the link fields nobody declared. */
function impliedKeys(type: ModelType, model: Model): readonly Attribute["properties"][] {
  const declared = new Set(type.fields.filter((field) => field.declared).map((field) => field.name));
  return model.models.flatMap((owner) =>
    owner.relations
      .filter((relation) => relation.kind === "hasMany" && relation.target === type.name)
      .filter((relation) => relation.on.every(([, link]) => !declared.has(link)))
      .filter((relation) => wayBack(relation, owner, model) === undefined)
      .map((relation) => ({
        name: `gsi-${owner.name}.${relation.field}`,
        fields: relation.on.map(([, link]) => link),
      })),
  );
}

/** Rules as written, operations filled in. One rule may stand without its list's brackets. */
function authRules(directive: AppliedDirective): readonly unknown[] {
  const rules = [directive.arguments["rules"]].flat() as readonly Readonly<Record<string, unknown>>[];
  return rules.map((rule) => ({ ...rule, operations: [rule["operations"] ?? allOperations].flat() }));
}
