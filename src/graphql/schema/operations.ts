/** Root fields: get, list, create, update, delete, subscriptions, and the fields the user wrote. */

import type { Names } from "#graphql/sdl/meaning";
import { type CustomField, type ModelType, namedType, printType, withRequired } from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";
import { type Definitions, describe, type Root } from "./definitions.ts";
import { keyFields, sortArgumentName, sortArguments } from "./keys.ts";
import { subscriptionArguments } from "./subscriptionArguments.ts";
import { connectionName, deprecation, printArgument } from "./types.ts";

export function addQueries(definitions: Definitions, model: ModelType, names: Names): void {
  const { get, list } = model.operations;
  const fields = keyFields(model, model.key);
  if (get !== undefined) {
    const keys = fields.map((field) =>
      model.key.custom ? `${field.name}: ${printType(withRequired(field.type, true))}` : "id: ID!",
    );
    definitions.field("Query", get, `${get}(${keys.join(", ")}): ${model.name}`, model.position);
  }
  const page = [`filter: Model${upperFirst(model.name)}FilterInput`, "limit: Int", "nextToken: String"];
  if (list !== undefined) {
    const [partition] = fields;
    const key =
      partition === undefined || !model.key.custom
        ? []
        : [`${partition.name}: ${namedType(partition.type)}`, ...sortArguments(definitions, model, model.key, names)];
    const all = key.length > 0 ? [...key, ...page, "sortDirection: ModelSortDirection"] : page;
    definitions.field("Query", list, `${list}(${all.join(", ")}): ${connectionName(model)}`, model.position);
  }
  for (const index of model.indexes) {
    const [partition] = keyFields(model, index);
    if (index.queryField === undefined || partition === undefined) continue;
    const key = [
      `${partition.name}: ${namedType(partition.type)}!`,
      ...sortArguments(definitions, model, index, names),
    ];
    const all = [...key, "sortDirection: ModelSortDirection", ...page].join(", ");
    const text = `${index.queryField}(${all}): ${connectionName(model)}`;
    definitions.field("Query", index.queryField, text, model.position);
  }
}

/** The argument that carries conditions on the primary sort key. */
export function sortArgument(model: ModelType): string | undefined {
  return sortArgumentName(model.key.sort);
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
export function addSubscriptions(definitions: Definitions, model: ModelType, dialect: 1 | 2): void {
  const { subscriptions, operations } = model;
  const args = subscriptionArguments(model, dialect);
  const listed = args.length === 0 ? "" : `(${args.join(", ")})`;
  for (const [names, mutation] of [
    [subscriptions.onCreate, operations.create],
    [subscriptions.onUpdate, operations.update],
    [subscriptions.onDelete, operations.delete],
  ] as const) {
    if (mutation === undefined) continue;
    for (const name of names) {
      const text = `${name}${listed}: ${model.name} @aws_subscribe(mutations: [${JSON.stringify(mutation)}])`;
      definitions.field("Subscription", name, text, model.position);
    }
  }
}

export function addCustomField(definitions: Definitions, root: Root, field: CustomField): void {
  const given = field.arguments.map(printArgument);
  const args = given.length === 0 ? "" : `(${given.join(", ")})`;
  const subscribes =
    field.subscribesTo === undefined ? "" : ` @aws_subscribe(mutations: ${JSON.stringify(field.subscribesTo)})`;
  const text = `${describe(field.description)}${field.name}${args}: ${printType(field.type)}${deprecation(field.deprecated)}${subscribes}`;
  definitions.field(root, field.name, text, field.position);
}
