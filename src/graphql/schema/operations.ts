/** Root fields: get, list, create, update, delete, subscriptions, and the fields the user wrote. */

import { type CustomField, type Index, type ModelType, namedType, printType, withRequired } from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";
import { type Definitions, describe, type Root } from "./definitions.ts";
import { keyFields, sortArgumentName, sortArguments } from "./keys.ts";
import { argumentList, resolvedType } from "./resolverArguments.ts";
import { subscriptionArguments } from "./subscriptionArguments.ts";
import { conditionName, keyPage, listPage } from "./naming.ts";
import type { Printing } from "./printing.ts";
import { deprecation } from "./types.ts";

export function addQueries(print: Printing, model: ModelType): void {
  const { definitions } = print;
  const { get, list, sync } = model.operations;
  const fields = keyFields(model, model.key);
  if (get !== undefined) {
    const keys = fields.map((field) =>
      model.key.custom ? `${field.name}: ${printType(withRequired(field.type, true))}` : "id: ID!",
    );
    definitions.field("Query", get, `${get}(${keys.join(", ")}): ${model.name}`, model.position);
  }
  const { connection, filter } = listPage(model, print.model.dialect);
  const page = [`filter: ${filter}`, "limit: Int", "nextToken: String"];
  const sort = model.key.custom ? sortArguments(print, model, model.key) : [];
  if (list !== undefined) {
    const [partition] = fields;
    const key =
      partition === undefined || !model.key.custom ? [] : [`${partition.name}: ${namedType(partition.type)}`, ...sort];
    const all = key.length > 0 ? [...key, ...page, "sortDirection: ModelSortDirection"] : page;
    definitions.field("Query", list, `${list}(${all.join(", ")}): ${connection}`, model.position);
  }
  if (sync !== undefined) {
    const all = [...page, "lastSync: AWSTimestamp"].join(", ");
    definitions.field("Query", sync, `${sync}(${all}): ${connection}`, model.position);
  }
  for (const index of model.indexes) if (index.implied !== true) addIndexQuery(print, model, index);
}

function addIndexQuery(print: Printing, model: ModelType, index: Index): void {
  const [partition] = keyFields(model, index);
  // The types of its conditions are there even when nothing asks for them.
  const sort = sortArguments(print, model, index);
  if (index.queryField === undefined || partition === undefined) return;
  const { connection, filter } = keyPage(model);
  const required = print.model.dialect === 2 ? "!" : "";
  const all = [
    `${index.argument ?? partition.name}: ${namedType(partition.type)}${required}`,
    ...sort,
    "sortDirection: ModelSortDirection",
    `filter: ${filter}`,
    "limit: Int",
    "nextToken: String",
  ];
  const text = `${index.queryField}(${all.join(", ")}): ${connection}`;
  print.definitions.field("Query", index.queryField, text, model.position);
}

/** The argument that carries conditions on the primary sort key. */
export function sortArgument(model: ModelType): string | undefined {
  return sortArgumentName(model.key.sort);
}

export function addMutations({ definitions, model: api }: Printing, model: ModelType): void {
  const name = upperFirst(model.name);
  const condition = conditionName(model, api.dialect);
  for (const operation of ["create", "update", "delete"] as const) {
    const field = model.operations[operation];
    if (field === undefined) continue;
    const args = `input: ${upperFirst(operation)}${name}Input!, condition: ${condition}`;
    definitions.field("Mutation", field, `${field}(${args}): ${model.name}`, model.position);
  }
}

/** In dialect 2 a subscription exists only where the mutation it follows does. */
export function addSubscriptions({ definitions, model: api }: Printing, model: ModelType): void {
  const { subscriptions, operations } = model;
  const args = subscriptionArguments(model, api.dialect);
  const listed = args.length === 0 ? "" : `(${args.join(", ")})`;
  const followed = new Map<string, readonly string[]>();
  for (const [names, mutation] of [
    [subscriptions.onCreate, operations.create],
    [subscriptions.onUpdate, operations.update],
    [subscriptions.onDelete, operations.delete],
  ] as const) {
    if (mutation === undefined && api.dialect === 2) continue;
    for (const name of new Set(names)) {
      followed.set(name, [...(followed.get(name) ?? []), ...(mutation === undefined ? [] : [mutation])]);
    }
  }
  for (const [name, mutations] of followed) {
    // What nothing sets off asks for nobody.
    const taken = mutations.length === 0 ? "" : listed;
    const text = `${name}${taken}: ${model.name} @aws_subscribe(mutations: ${JSON.stringify(mutations)})`;
    definitions.field("Subscription", name, text, model.position);
  }
}

export function addCustomField(definitions: Definitions, root: Root, field: CustomField): void {
  const args = argumentList(definitions, root, field);
  const subscribes =
    field.subscribesTo === undefined ? "" : ` @aws_subscribe(mutations: ${JSON.stringify(field.subscribesTo)})`;
  const text = `${describe(field.description)}${field.name}${args}: ${resolvedType(field)}${deprecation(field.deprecated)}${subscribes}`;
  definitions.field(root, field.name, text, field.position);
}
