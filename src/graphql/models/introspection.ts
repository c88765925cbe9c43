/** The model introspection schema: what typed clients read about an API, custom operations included. */

import type { CustomArgument, CustomField, Model } from "#graphql/sdl/model";
import type { OperationMeta, ValueMeta } from "./shape.ts";
import { clientModels } from "./clientModels.ts";
import { typesMeta } from "./types.ts";
import { byName, type KindOf, kindsOf, valueMeta } from "./values.ts";

/** The JSON text, version 1 of the format. */
export function introspectionJson(model: Model): string {
  const kindOf = kindsOf(model);
  const operations = (fields: readonly CustomField[]): Readonly<Record<string, OperationMeta>> =>
    byName(fields.flatMap((field) => operationMeta(field, kindOf)));
  const inputs = model.inputs.map(({ name, fields }) => ({ name, attributes: argumentsMeta(fields, kindOf) }));
  const schema = {
    version: 1,
    ...typesMeta(model, clientModels(model, "introspection"), kindOf),
    ...unlessEmpty("queries", operations(model.queries)),
    ...unlessEmpty("mutations", operations(model.mutations)),
    ...unlessEmpty("subscriptions", operations(model.subscriptions)),
    ...unlessEmpty("inputs", byName(inputs)),
  };
  return JSON.stringify(schema, null, 4);
}

function operationMeta(field: CustomField, kindOf: KindOf): readonly OperationMeta[] {
  const value = valueMeta(field.name, field.type, kindOf);
  if (value === undefined) return [];
  return [{ ...value, ...unlessEmpty("arguments", argumentsMeta(field.arguments, kindOf)) }];
}

function argumentsMeta(given: readonly CustomArgument[], kindOf: KindOf): Readonly<Record<string, ValueMeta>> {
  return byName(given.flatMap((each) => valueMeta(each.name, each.type, kindOf) ?? []));
}

/** Readers take a missing member for an empty one; the official generator leaves empty ones out. */
function unlessEmpty<Value extends object>(name: string, value: Value): Readonly<Record<string, Value>> {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}
