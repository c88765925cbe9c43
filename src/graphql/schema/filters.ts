/** Inputs that filter: Model<T>FilterInput, Model<T>ConditionInput, Model<Enum>Input and their subscription kin. */

import type { Names } from "#graphql/sdl/meaning";
import { type EnumType, type Field, isList, type Model, type ModelType } from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";
import { Roles } from "#graphql/sdl/roles";
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

/** Link fields a model's relations put on other models; the official schema offers them in its subscription filter. */
export function foreignLinks(model: Model): ReadonlyMap<string, readonly Field[]> {
  const found = new Map<string, Field[]>();
  for (const type of model.models) {
    for (const field of type.fields) {
      if (field.linkOf === undefined || field.linkOf === type.name) continue;
      const list = found.get(field.linkOf);
      if (list === undefined) found.set(field.linkOf, [field]);
      else if (!list.some((each) => each.name === field.name)) list.push(field);
    }
  }
  return found;
}

export function addFilters(
  definitions: Definitions,
  model: ModelType,
  names: Names,
  isPaged: boolean,
  foreign: readonly Field[],
): void {
  const name = upperFirst(model.name);
  const add = (input: string, fields: readonly string[]): void => {
    definitions.add(input, block(`input ${input}`, fields), model.position);
  };
  // The official schema offers `id` here even when the model has no such field.
  const hasId = model.fields.some((field) => field.name === "id");
  if (isPaged) {
    const filter = `Model${name}FilterInput`;
    const own = lines(model.fields, (field) => filterType(field, names));
    add(filter, [...own, ...(hasId ? [] : ["id: ModelIDInput"]), ...combining(filter), `not: ${filter}`]);
  }
  const { create, update } = model.operations;
  if (create !== undefined || update !== undefined || model.operations.delete !== undefined) {
    const condition = `Model${name}ConditionInput`;
    const keys = new Set(["id", model.key.partition, ...model.key.sort]);
    const fields = lines(
      model.fields.filter((field) => !keys.has(field.name)),
      (field) => filterType(field, names),
    );
    add(condition, [...fields, ...combining(condition), `not: ${condition}`]);
  }
  const { onCreate, onUpdate, onDelete } = model.subscriptions;
  if (onCreate.length + onUpdate.length + onDelete.length > 0) {
    const subscription = `ModelSubscription${name}FilterInput`;
    const own = model.fields.filter((field) => field.linkOf === undefined || field.linkOf === model.name);
    const { owners, fields: ruled } = fieldsInRules(model);
    const free = [...own, ...foreign].filter((field) => !ruled.has(field.name));
    const fields = [
      ...lines(free, (field) => subscriptionFilterType(field, names)),
      ...[...owners].map((name) => `${name}: ModelStringInput`),
    ];
    add(subscription, [...fields, ...(hasId ? [] : ["id: ModelSubscriptionIDInput"]), ...combining(subscription)]);
  }
  for (const field of model.fields) {
    const meaning = names.of(field.type);
    if (meaning.kind === "enum") shareEnumFilter(definitions, meaning.enum, isList(field.type));
  }
}

/** Fields that say who may see a record: filters of subscriptions have the owners as plain texts and no groups. */
function fieldsInRules(model: ModelType): {
  readonly owners: ReadonlySet<string>;
  readonly fields: ReadonlySet<string>;
} {
  const rules = new Roles(model).all.map((role) => role.rule);
  const owners = new Set(rules.flatMap((rule) => (rule.allow === "owner" ? [rule.ownerField] : [])));
  const groups = rules.flatMap((rule) => ("groupsField" in rule ? [rule.groupsField] : []));
  return { owners, fields: new Set([...owners, ...groups]) };
}

function combining(input: string): readonly string[] {
  return [`and: [${input}]`, `or: [${input}]`];
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
