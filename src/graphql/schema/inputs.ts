/** Input types of mutations: Create<T>Input, Update<T>Input, Delete<T>Input, and <Document>Input. */

import type { Names } from "#graphql/sdl/meaning";
import {
  type Field,
  type Model,
  type ModelType,
  namedType,
  type ObjectType,
  printType,
  type TypeRef,
  withRequired,
} from "#graphql/sdl/model";
import { upperFirst } from "#graphql/sdl/names";
import { block } from "./definitions.ts";
import type { Printing } from "./printing.ts";

/** Adds the inputs of the mutations the model offers, and those of the documents they hold. */
export function addMutationInputs({ definitions, names, model: api }: Printing, model: ModelType): void {
  const name = upperFirst(model.name);
  const version = model.versioned === true ? ["_version: Int"] : [];
  const seen = model.counter === undefined ? [] : [`${model.counter.input}: Int!`];
  const add = (operation: string, lines: readonly string[]): void => {
    const input = `${operation}${name}Input`;
    definitions.add(input, block(`input ${input}`, [...lines, ...version]), model.position);
  };
  if (model.operations.create !== undefined) add("Create", createFields(model, names, api.dialect));
  if (model.operations.update !== undefined) add("Update", [...updateFields(model, names), ...seen]);
  if (model.operations.delete !== undefined) add("Delete", [...deleteFields(model), ...seen]);
}

/** `<Name>Input` for every document type a model holds, at any depth. */
export function addDocumentInputs({ definitions, model: api, names }: Printing): void {
  const seen = new Set<string>();
  const open: ObjectType[] = [];
  const visit = (type: TypeRef): void => {
    const meaning = names.of(type);
    if (meaning.kind !== "object" || seen.has(meaning.object.name)) return;
    seen.add(meaning.object.name);
    open.push(meaning.object);
  };
  for (const model of api.models) for (const field of model.fields) visit(field.type);
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    const written = object.fields.filter((field) => !["model", "abstract"].includes(names.of(field.type).kind));
    const lines = written.map((field) => `${field.name}: ${inputType(field.type, names)}`);
    const input = `${upperFirst(object.name)}Input`;
    definitions.add(input, block(`input ${input}`, lines), object.position);
    for (const field of object.fields) visit(field.type);
  }
}

function createFields(model: ModelType, names: Names, dialect: Model["dialect"]): readonly string[] {
  const stamps = stampNames(model, dialect);
  const lines: string[] = [];
  for (const field of inputFields(model, names)) {
    // Times and owners that nobody declared are filled in, never given.
    if (field.name === model.counter?.field) continue;
    if (!field.declared && field.name !== "id" && field.linkOf === undefined) continue;
    // Dialect 1 asks for an id that is a String, though one would be made.
    const isMade = isGeneratedId(model, field) && (dialect === 2 || namedType(field.type) === "ID");
    const optional = stamps.has(field.name) || isMade;
    lines.push(`${field.name}: ${inputType(optional ? withRequired(field.type, false) : field.type, names)}`);
  }
  return lines;
}

/** Fields that need not be given; in dialect 2 those of the usual names too, even where they are no timestamps. */
function stampNames({ timestamps, fields }: ModelType, dialect: Model["dialect"]): ReadonlySet<string> {
  const names = [timestamps.createdAt, timestamps.updatedAt, ...(dialect === 2 ? ["createdAt", "updatedAt"] : [])];
  const stamped = fields.filter(({ type }) => ["String", "AWSDateTime"].includes(namedType(type)));
  return new Set(stamped.map(({ name }) => name).filter((name) => names.includes(name)));
}

function updateFields(model: ModelType, names: Names): readonly string[] {
  const keys = new Set([model.key.partition, ...model.key.sort]);
  return inputFields(model, names)
    .filter((field) => field.declared || keys.has(field.name) || field.linkOf !== undefined)
    .map((field) => `${field.name}: ${inputType(withRequired(field.type, keys.has(field.name)), names)}`);
}

function deleteFields(model: ModelType): readonly string[] {
  if (!model.key.custom) return ["id: ID!"];
  const byName = new Map(model.fields.map((field) => [field.name, field]));
  return [model.key.partition, ...model.key.sort].map((name) => {
    const field = byName.get(name);
    return `${name}: ${field === undefined ? "ID!" : printType(withRequired(field.type, true))}`;
  });
}

/** `id` is made when it is left out, if it is text. */
export function isGeneratedId(_model: ModelType, field: Field): boolean {
  return field.name === "id" && ["ID", "String"].includes(namedType(field.type));
}

function inputFields(model: ModelType, names: Names): readonly Field[] {
  return model.fields.filter((field) => names.of(field.type).kind !== "model");
}

function inputType(type: TypeRef, names: Names): string {
  return names.of(type).kind === "object" ? printType(renamed(type)) : printType(type);
}

function renamed(type: TypeRef): TypeRef {
  return "list" in type ? { ...type, list: renamed(type.list) } : { ...type, name: `${upperFirst(type.name)}Input` };
}
