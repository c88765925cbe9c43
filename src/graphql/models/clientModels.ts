/** Model -> models as client libraries are told them: fields, keys, links and rules, step after step as the official generator takes them. */

import type { Field, Model, ModelType } from "#graphql/sdl/model";
import { isList, namedType, type TypeRef, withRequired } from "#graphql/sdl/model";
import { sortRules } from "./authRules.ts";
import { type Client, type ClientField, type ClientModel, type Form, placed } from "./client.ts";
import { addJoins } from "./joins.ts";
import { addKeys } from "./keys.ts";
import { relateOlder } from "./olderRelations.ts";
import { relate } from "./relations.ts";
import { addTimestamps, idFirst } from "./timestamps.ts";

export function clientModels(model: Model, form: Form): Client {
  const joins = new Set(
    model.models.flatMap((type) => type.relations.flatMap((each) => (each.kind === "manyToMany" ? [each.target] : []))),
  );
  const client: Client = {
    form,
    dialect: model.dialect,
    keyed: model.dialect === 2 && model.linksById !== true,
    models: new Map(),
  };
  for (const type of model.models) {
    if (!joins.has(type.name)) client.models.set(type.name, readModel(type, client, model.linksById === true));
  }
  if (client.dialect === 1) relateOlder(client);
  else {
    for (const type of client.models.values()) addKeys(type);
    addJoins(client);
    relate(client);
  }
  for (const type of client.models.values()) sortRules(type);
  return client;
}

function readModel(type: ModelType, client: Client, linksById: boolean): ClientModel {
  const result: ClientModel = {
    name: type.name,
    directives: type.directives.map((each) => ({ ...each })),
    fields: type.fields.filter((field) => field.declared).map(readField),
    key: undefined,
  };
  if (linksById && client.form === "schemaJs") addId(result);
  else addKey(result, type);
  addTimestamps(result);
  idFirst(result);
  return result;
}

/** A field of any type, its own directives included. */
export function readField(field: Field): ClientField {
  return {
    name: field.name,
    ...typeInfo(field.promoted === true ? withRequired(field.type, false) : field.type),
    directives: field.directives.map(({ name, arguments: given }) => {
      const { references } = given;
      return { name, arguments: typeof references === "string" ? { ...given, references: [references] } : given };
    }),
  };
}

function typeInfo(type: TypeRef): Pick<ClientField, "type" | "isList" | "isNullable" | "isListNullable"> {
  const inner = (each: TypeRef): TypeRef => (isList(each) ? inner(each.list) : each);
  return {
    type: namedType(type),
    isNullable: !inner(type).required,
    isList: isList(type),
    ...(isList(type) ? { isListNullable: !type.required } : {}),
  };
}

function addKey(model: ClientModel, type: ModelType): void {
  model.key = { partition: type.key.partition, sort: type.key.sort };
  if (!type.key.custom) addId(model);
  else if (model.fields.some((field) => field.directives.some((each) => each.name === "primaryKey"))) placed(model);
}

function addId(model: ClientModel): void {
  const id = model.fields.find((field) => field.name === "id");
  if (id === undefined)
    model.fields.unshift({ name: "id", type: "ID", isNullable: false, isList: false, directives: [] });
  else id.isNullable = false;
}
