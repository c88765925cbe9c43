/** Root fields: get, list, create, update, delete, subscriptions, and the fields the user wrote. */

import type { Names } from "#graphql/sdl/meaning";
import { type CustomField, type Field, type ModelType, printType, withRequired } from "#graphql/sdl/model";
import { lowerFirst, upperFirst } from "#graphql/sdl/names";
import { block, type Definitions, describe, type Root } from "./definitions.ts";
import { shareKeyCondition } from "./scalarFilters.ts";
import { connectionName } from "./types.ts";

export function addQueries(definitions: Definitions, model: ModelType, names: Names): void {
  const { get, list } = model.operations;
  const fields = keyFields(model);
  if (get !== undefined) {
    const keys = fields.map((field) =>
      model.key.custom ? `${field.name}: ${printType(withRequired(field.type, true))}` : "id: ID!",
    );
    definitions.field("Query", get, `${get}(${keys.join(", ")}): ${model.name}`, model.position);
  }
  if (list !== undefined) {
    const page = [`filter: Model${upperFirst(model.name)}FilterInput`, "limit: Int", "nextToken: String"];
    const all = model.key.custom
      ? [...listKeys(definitions, model, fields, names), ...page, "sortDirection: ModelSortDirection"]
      : page;
    definitions.field("Query", list, `${list}(${all.join(", ")}): ${connectionName(model)}`, model.position);
  }
}

function keyFields(model: ModelType): readonly Field[] {
  const byName = new Map(model.fields.map((field) => [field.name, field]));
  return [model.key.partition, ...model.key.sort].flatMap((name) => byName.get(name) ?? []);
}

/** The argument that carries conditions on the sort key: the field itself, or all parts camel-joined. */
export function sortArgument(model: ModelType): string | undefined {
  const [first, ...rest] = model.key.sort;
  return first === undefined ? undefined : lowerFirst(first) + rest.map(upperFirst).join("");
}

function listKeys(
  definitions: Definitions,
  model: ModelType,
  fields: readonly Field[],
  names: Names,
): readonly string[] {
  const [partition, ...sort] = fields;
  const argument = sortArgument(model);
  if (partition === undefined) return [];
  const first = `${partition.name}: ${printType(withRequired(partition.type, false))}`;
  const [only] = sort;
  if (argument === undefined || only === undefined) return [first];
  if (sort.length === 1) {
    const meaning = names.of(only.type);
    const scalar = meaning.kind === "scalar" ? meaning.scalar.filter : "String";
    return [first, `${only.name}: ${shareKeyCondition(definitions, scalar)}`];
  }
  const input = `Model${upperFirst(model.name)}PrimaryCompositeKeyInput`;
  const condition = `Model${upperFirst(model.name)}PrimaryCompositeKeyConditionInput`;
  const parts = sort.map((field) => `${field.name}: ${printType(withRequired(field.type, false))}`);
  const operators = ["eq", "le", "lt", "ge", "gt"].map((operator) => `${operator}: ${input}`);
  definitions.add(input, block(`input ${input}`, parts), model.position);
  definitions.add(
    condition,
    block(`input ${condition}`, [...operators, `between: [${input}]`, `beginsWith: ${input}`]),
    model.position,
  );
  return [first, `${argument}: ${condition}`];
}

export function addMutations(definitions: Definitions, model: ModelType): void {
  const name = upperFirst(model.name);
  for (const operation of ["create", "update", "delete"] as const) {
    const field = model.operations[operation];
    if (field === undefined) continue;
    const input = `input: ${upperFirst(operation)}${name}Input!`;
    definitions.field(
      "Mutation",
      field,
      `${field}(${input}, condition: Model${name}ConditionInput): ${model.name}`,
      model.position,
    );
  }
}

/** A subscription exists only where the mutation it follows does. */
export function addSubscriptions(definitions: Definitions, model: ModelType): void {
  const { subscriptions, operations } = model;
  for (const [names, mutation] of [
    [subscriptions.onCreate, operations.create],
    [subscriptions.onUpdate, operations.update],
    [subscriptions.onDelete, operations.delete],
  ] as const) {
    if (mutation === undefined) continue;
    for (const name of names) {
      const filter = `filter: ModelSubscription${upperFirst(model.name)}FilterInput`;
      const text = `${name}(${filter}): ${model.name} @aws_subscribe(mutations: [${JSON.stringify(mutation)}])`;
      definitions.field("Subscription", name, text, model.position);
    }
  }
}

export function addCustomField(definitions: Definitions, root: Root, field: CustomField): void {
  const given = field.arguments.map((argument) => {
    const standard = argument.defaultValue === undefined ? "" : ` = ${argument.defaultValue}`;
    return `${argument.name}: ${printType(argument.type)}${standard}`;
  });
  const args = given.length === 0 ? "" : `(${given.join(", ")})`;
  const subscribes =
    field.subscribesTo === undefined ? "" : ` @aws_subscribe(mutations: ${JSON.stringify(field.subscribesTo)})`;
  const text = `${describe(field.description)}${field.name}${args}: ${printType(field.type)}${subscribes}`;
  definitions.field(root, field.name, text, field.position);
}
