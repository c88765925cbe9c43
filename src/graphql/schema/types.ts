/** Output types: models, their connections, documents and enums. */

import type { EnumType, Field, ModelType, ObjectType, Relation } from "#graphql/sdl/model";
import { printType } from "#graphql/sdl/model";
import { block, type Definitions, describe } from "./definitions.ts";
import { sortArguments } from "./keys.ts";
import { keyPage } from "./naming.ts";
import type { Printing } from "./printing.ts";
import { argumentList } from "./resolverArguments.ts";

export function addModelType(print: Printing, model: ModelType): void {
  const { definitions } = print;
  const relations = new Map(model.relations.map((relation) => [relation.field, relation]));
  const fields = model.fields.filter((field) => field.hidden !== true);
  const lines = fields.map((field) => {
    const relation = relations.get(field.name);
    const text =
      relation === undefined
        ? outputField(definitions, model.name, field)
        : relationField(print, model, field, relation);
    return text + definitions.modes.onField(model.name, field.name);
  });
  if (model.versioned === true) lines.push("_version: Int!", "_deleted: Boolean", "_lastChangedAt: AWSTimestamp!");
  definitions.write(
    model.name,
    describe(model.description) +
      block(`type ${model.name}${implementing(model)}${definitions.modes.onType(model.name)}`, lines),
  );
}

export function addObject(definitions: Definitions, type: ObjectType): void {
  const lines = type.fields.map(
    (field) => outputField(definitions, type.name, field) + definitions.modes.onField(type.name, field.name),
  );
  definitions.write(
    type.name,
    describe(type.description) +
      block(`type ${type.name}${implementing(type)}${definitions.modes.onType(type.name)}`, lines),
  );
}

export function addEnum(definitions: Definitions, type: EnumType): void {
  const lines = type.values.map((value) => {
    const note = type.notes?.[value];
    return describe(note?.description) + value + deprecation(note?.deprecated);
  });
  definitions.write(type.name, describe(type.description) + block(`enum ${type.name}`, lines));
}

function implementing({ interfaces = [] }: ObjectType): string {
  return interfaces.length === 0 ? "" : ` implements ${interfaces.join(" & ")}`;
}

/** A page of records takes arguments; a single one is its type as it was written. */
function relationField(print: Printing, model: ModelType, field: Field, relation: Relation): string {
  const meaning = print.names.of({ name: relation.target, required: false });
  if (meaning.kind !== "model" || relation.kind === "hasOne" || relation.kind === "belongsTo")
    return outputField(print.definitions, model.name, field);
  const target = meaning.model;
  const { connection, filter } = keyPage(target);
  const args = [
    ...freeSort(print, relation, field, target),
    `filter: ${filter}`,
    "sortDirection: ModelSortDirection",
    "limit: Int",
    "nextToken: String",
  ];
  return `${describe(field.description)}${field.name}(${args.join(", ")}): ${connection}${fieldDeprecation(field)}`;
}

/** A condition on the sort key of the index that is walked, where the relation leaves it free. */
function freeSort(print: Printing, relation: Relation, field: Field, target: ModelType): readonly string[] {
  if (print.model.dialect === 1) {
    const walked = target.indexes.find((each) => each.name === relation.index) ?? target.key;
    return relation.on.length > 1 ? [] : sortArguments(print, target, walked);
  }
  const written = (name: string): unknown => field.directives.map((each) => each.arguments[name]).find(Boolean);
  const fields = [written("fields") ?? []].flat();
  if (relation.kind === "manyToMany" || written("references") !== undefined || fields.length > 1) return [];
  // An implied index has no sort key of its own; the official schema takes the primary key's there.
  const index = target.indexes.find((each) => each.name === relation.index && each.implied !== true);
  return sortArguments(print, target, index ?? target.key);
}

/** A field as it stands in a type or interface. */
export function outputField(definitions: Definitions, type: string, field: Field): string {
  const args = argumentList(definitions, type, field);
  return `${describe(field.description)}${field.name}${args}: ${printType(field.type)}${fieldDeprecation(field)}`;
}

/** ` @deprecated` with its reason, or nothing. */
export function deprecation(said: string | true | undefined): string {
  if (said === undefined) return "";
  return ` @deprecated${said === true ? "" : `(reason: ${JSON.stringify(said)})`}`;
}

function fieldDeprecation(field: Field): string {
  const deprecated = field.directives.find((directive) => directive.name === "deprecated");
  const reason = deprecated?.arguments["reason"];
  return deprecation(deprecated === undefined ? undefined : typeof reason === "string" ? reason : true);
}
