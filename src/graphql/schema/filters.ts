/** Inputs that compare fields: Model<T>ConditionInput, ModelSubscription<T>FilterInput, Model<Enum>Input. */

import { type EnumType, type Field, isList, type ModelType } from "#graphql/sdl/model";
import { Roles, type Ruled } from "#graphql/sdl/roles";
import { block, type Definitions } from "./definitions.ts";
import { conditionName, subscriptionFilterName } from "./naming.ts";
import type { Printing } from "./printing.ts";

/** Which lists of enums are compared as lists; the others are taken for single values, as the official tools do. */
export type EnumLists = "all" | "optional" | "none";

/** `field: Input` for each field that can be compared, the inputs of enums defined. */
export function filterLines(
  print: Printing,
  fields: readonly Field[],
  lists: EnumLists = print.model.dialect === 1 ? "all" : "optional",
): readonly string[] {
  return fields.flatMap((field) => {
    const meaning = print.names.of(field.type);
    if (meaning.kind === "scalar") return [`${field.name}: Model${meaning.scalar.filter}Input`];
    // A field the user resolves himself, or a document, is nothing to filter by.
    if (meaning.kind !== "enum") return [];
    return [`${field.name}: ${enumFilter(print.definitions, meaning.enum, isComparedAsList(field, lists))}`];
  });
}

function isComparedAsList(field: Field, lists: EnumLists): boolean {
  return isList(field.type) && (lists === "all" || (lists === "optional" && !field.type.required));
}

function enumFilter(definitions: Definitions, { name }: EnumType, list: boolean): string {
  const input = `Model${name}${list ? "List" : ""}Input`;
  const fields = list
    ? [`eq: [${name}]`, `ne: [${name}]`, `contains: ${name}`, `notContains: ${name}`]
    : [`eq: ${name}`, `ne: ${name}`];
  definitions.share(input, block(`input ${input}`, fields));
  return input;
}

export function combined(input: string): readonly string[] {
  return [`and: [${input}]`, `or: [${input}]`, `not: ${input}`];
}

/** Where conflicts are resolved, records that are gone can be asked for. */
export function deletion({ model }: Printing, type: ModelType): readonly string[] {
  return type.versioned === true && model.dialect === 2 ? ["_deleted: ModelBooleanInput"] : [];
}

/** The condition of the model's mutations. */
export function addCondition(print: Printing, type: ModelType): void {
  const { create, update, delete: remove } = type.operations;
  if (create === undefined && update === undefined && remove === undefined) return;
  const name = conditionName(type, print.model.dialect);
  const left = unconditional(type, print);
  // Inputs of enums are there even where a key field has no condition.
  filterLines(print, type.fields);
  const fields = type.fields.filter((field) => !left.has(field.name) && (print.model.dialect === 2 || field.declared));
  const owners = print.model.dialect === 2 ? undeclaredOwners(type, fields) : [];
  const lines = [...filterLines(print, fields), ...owners, ...combined(name), ...deletion(print, type)];
  print.definitions.add(name, block(`input ${name}`, lines), type.position);
}

/** Key fields have no conditions; by oversight of the official tools they do where the model's name is lower case. */
function unconditional(type: ModelType, print: Printing): ReadonlySet<string> {
  const names = new Set<string>();
  if (print.model.dialect === 1) {
    const ruled = fieldsInRules({ access: type.access, fields: [] }).fields;
    for (const name of ["id", type.key.partition, ...type.key.sort, ...ruled]) names.add(name);
    return names;
  }
  const id = type.fields.find((field) => field.name === "id");
  const meaning = id === undefined ? undefined : print.names.of(id.type);
  if (meaning?.kind === "scalar" && meaning.scalar.filter === "ID") names.add("id");
  const isUpper = conditionName(type, 1) === conditionName(type, 2);
  if (!isUpper) return names;
  if (type.key.custom) for (const name of ["id", type.key.partition, ...type.key.sort]) names.add(name);
  if (type.indexes.some((index) => index.implied !== true)) names.add("id");
  return names;
}

export function addSubscriptionFilter(print: Printing, type: ModelType): void {
  const { subscriptions, operations } = type;
  const follows =
    (operations.create !== undefined && subscriptions.onCreate.length > 0) ||
    (operations.update !== undefined && subscriptions.onUpdate.length > 0) ||
    (operations.delete !== undefined && subscriptions.onDelete.length > 0);
  if (print.model.dialect === 1 || !follows) return;
  const name = subscriptionFilterName(type);
  const own = type.fields.filter((field) => field.linkOf === undefined || field.linkOf === type.name);
  const { owners, fields: ruled } = fieldsInRules(type);
  const free = [...own, ...(print.foreignLinks.get(type.name) ?? [])].filter((field) => !ruled.has(field.name));
  const lines = [
    ...free.flatMap((field) => subscriptionFilter(field, print)),
    ...[...owners].map((owner) => `${owner}: ModelStringInput`),
    ...(type.fields.some((field) => field.name === "id") ? [] : ["id: ModelSubscriptionIDInput"]),
    `and: [${name}]`,
    `or: [${name}]`,
    ...deletion(print, type),
  ];
  print.definitions.add(name, block(`input ${name}`, lines), type.position);
}

function subscriptionFilter(field: Field, print: Printing): readonly string[] {
  const meaning = print.names.of(field.type);
  if (meaning.kind === "scalar") return [`${field.name}: ModelSubscription${meaning.scalar.filter}Input`];
  if (meaning.kind !== "enum") return [];
  enumFilter(print.definitions, meaning.enum, isComparedAsList(field, "optional"));
  return [`${field.name}: ModelSubscriptionStringInput`];
}

/** Owner fields nobody declared, which the official schema offers in filters all the same. */
export function undeclaredOwners(type: ModelType, fields: readonly Field[]): readonly string[] {
  const names = new Set(fields.map((field) => field.name));
  return [...fieldsInRules(type).owners]
    .filter((owner) => !names.has(owner))
    .map((owner) => `${owner}: ModelStringInput`);
}

/** Fields that say who may see a record: filters of subscriptions have the owners as plain texts and no groups. */
function fieldsInRules(model: Ruled): {
  readonly owners: ReadonlySet<string>;
  readonly fields: ReadonlySet<string>;
} {
  const rules = new Roles(model).all.map((role) => role.rule);
  const owners = new Set(rules.flatMap((rule) => (rule.allow === "owner" ? [rule.ownerField] : [])));
  const groups = rules.flatMap((rule) => ("groupsField" in rule ? [rule.groupsField] : []));
  return { owners, fields: new Set([...owners, ...groups]) };
}
