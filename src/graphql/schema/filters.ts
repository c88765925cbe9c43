/** Inputs that filter: Model<T>FilterInput, Model<T>ConditionInput, Model<Enum>Input and their subscription kin. */

import type { Names } from "#graphql/sdl/meaning";
import { type EnumType, type Field, isList, type ModelType } from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";
import { block, type Definitions } from "./definitions.ts";

/** The filter type of a field; undefined for documents and relations, which cannot be filtered by. */
function filterType(field: Field, names: Names): string | undefined {
  const meaning = names.of(field.type);
  if (meaning.kind === "scalar") return `Model${meaning.scalar.filter}Input`;
  if (meaning.kind !== "enum") return undefined;
  return isList(field.type)
    ? `Model${upperFirst(meaning.enum.name)}ListInput`
    : `Model${upperFirst(meaning.enum.name)}Input`;
}

function subscriptionFilterType(field: Field, names: Names): string | undefined {
  const meaning = names.of(field.type);
  if (meaning.kind === "scalar") return `ModelSubscription${meaning.scalar.filter}Input`;
  return meaning.kind === "enum" ? "ModelSubscriptionStringInput" : undefined;
}

function lines(fields: readonly Field[], typeOf: (field: Field) => string | undefined): string[] {
  return fields.flatMap((field) => {
    const type = typeOf(field);
    return type === undefined ? [] : [`${field.name}: ${type}`];
  });
}

export function addFilters(definitions: Definitions, model: ModelType, names: Names): void {
  const name = upperFirst(model.name);
  const add = (input: string, fields: readonly string[]): void => {
    definitions.add(input, block(`input ${input}`, fields), model.position);
  };
  const filter = `Model${name}FilterInput`;
  const own = lines(model.fields, (field) => filterType(field, names));
  // The official schema offers `id` here even when the model has no such field.
  const extraId = model.fields.some((field) => field.name === "id") ? [] : ["id: ModelIDInput"];
  add(filter, [...own, ...extraId, `and: [${filter}]`, `or: [${filter}]`, `not: ${filter}`]);

  const { create, update } = model.operations;
  if (create !== undefined || update !== undefined || model.operations.delete !== undefined) {
    const condition = `Model${name}ConditionInput`;
    const keys = new Set(["id", model.key.partition, ...model.key.sort]);
    const fields = lines(
      model.fields.filter((field) => !keys.has(field.name)),
      (field) => filterType(field, names),
    );
    add(condition, [...fields, `and: [${condition}]`, `or: [${condition}]`, `not: ${condition}`]);
  }
  const { onCreate, onUpdate, onDelete } = model.subscriptions;
  if (onCreate.length + onUpdate.length + onDelete.length > 0) {
    const subscription = `ModelSubscription${name}FilterInput`;
    const fields = lines(model.fields, (field) => subscriptionFilterType(field, names));
    const id = extraId.length === 0 ? [] : ["id: ModelSubscriptionIDInput"];
    add(subscription, [...fields, ...id, `and: [${subscription}]`, `or: [${subscription}]`]);
  }
  for (const field of model.fields) {
    const meaning = names.of(field.type);
    if (meaning.kind === "enum") shareEnumFilter(definitions, meaning.enum, isList(field.type));
  }
}

function shareEnumFilter(definitions: Definitions, type: EnumType, list: boolean): void {
  const name = upperFirst(type.name);
  if (list) {
    const fields = [`eq: [${type.name}]`, `ne: [${type.name}]`, `contains: ${type.name}`, `notContains: ${type.name}`];
    definitions.share(`Model${name}ListInput`, block(`input Model${name}ListInput`, fields));
  } else {
    definitions.share(`Model${name}Input`, block(`input Model${name}Input`, [`eq: ${type.name}`, `ne: ${type.name}`]));
  }
}
