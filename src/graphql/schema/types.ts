/** Output types: models, their connections, documents and enums. */

import type { EnumType, Field, ModelType, ObjectType } from "#graphql/sdl/model";
import { printType } from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";
import { block, type Definitions, describe } from "./definitions.ts";

export function connectionName(model: ModelType): string {
  return `Model${upperFirst(model.name)}Connection`;
}

export function addModelType(definitions: Definitions, model: ModelType): void {
  addObject(definitions, model);
  const lines = [`items: [${model.name}]!`, "nextToken: String"];
  definitions.add(connectionName(model), block(`type ${connectionName(model)}`, lines), model.position);
}

export function addObject(definitions: Definitions, type: ObjectType): void {
  const text = describe(type.description) + block(`type ${type.name}`, type.fields.map(outputField));
  definitions.add(type.name, text, type.position);
}

export function addEnum(definitions: Definitions, type: EnumType): void {
  definitions.add(type.name, describe(type.description) + block(`enum ${type.name}`, type.values), type.position);
}

function outputField(field: Field): string {
  const deprecated = field.directives.find((directive) => directive.name === "deprecated");
  const reason = deprecated?.arguments["reason"];
  const suffix =
    deprecated === undefined
      ? ""
      : ` @deprecated${typeof reason === "string" ? `(reason: ${JSON.stringify(reason)})` : ""}`;
  return `${describe(field.description)}${field.name}: ${printType(field.type)}${suffix}`;
}
