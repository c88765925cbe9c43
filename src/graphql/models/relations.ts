/** @hasOne, @hasMany and @belongsTo as client libraries are told them: which fields on either side hold the link. */

import { lowerFirst, upperFirst } from "#graphql/sdl/names";
import {
  addField,
  type Client,
  type ClientDirective,
  type ClientField,
  type ClientModel,
  directiveOn,
  linkField,
  placed,
  written,
} from "./client.ts";
import type { Association } from "./shape.ts";

interface Relation {
  readonly client: Client;
  readonly model: ClientModel;
  readonly field: ClientField;
  readonly use: ClientDirective;
  readonly target: ClientModel;
}

const kinds = ["hasOne", "hasMany", "belongsTo"];

export function relate(client: Client): void {
  // Links that are not told as fields of their own, where they are named by the relation alone.
  const untold: (readonly [ClientModel, string])[] = [];
  for (const model of client.models.values()) {
    for (const field of model.fields.slice()) {
      const use = field.directives.find((each) => kinds.includes(each.name));
      const target = client.models.get(field.type);
      if (use === undefined || target === undefined) continue;
      const relation = { client, model, field, use, target };
      if (use.name === "hasMany") hasMany(relation);
      else if (use.name === "hasOne") hasOne(relation);
      else untold.push(...belongsTo(relation));
    }
    model.fields = model.fields.filter((field) => !client.models.has(field.type) || field.association !== undefined);
  }
  for (const [model, name] of untold) model.fields = model.fields.filter((field) => field.name !== name);
}

/** Names of the fields that hold the key of `keyed`, made of the relation's names. */
function linkNames(owner: ClientModel, field: ClientField, keyed: ClientModel, client: Client): readonly string[] {
  const keys = client.keyed ? keysOf(keyed) : ["id"];
  return keys.map((key) => lowerFirst(owner.name) + upperFirst(field.name) + upperFirst(key));
}

function keysOf({ key }: ClientModel): readonly string[] {
  return key === undefined ? [] : [key.partition, ...key.sort];
}

function typeOf(model: ClientModel, name: string): string {
  return model.fields.find((field) => field.name === name)?.type ?? "ID";
}

function hasMany({ client, model, field, use, target }: Relation): void {
  const references = written(use, "references");
  if (references.length > 0) placed(target);
  const fields =
    references.length > 0
      ? references.map((name) => fieldOf(target, name))
      : manyLinks(client, model, field, use, target);
  const names = fields.map((each) => each.name);
  for (const each of client.keyed ? fields : fields.slice(0, 1)) addField(target, each);
  field.association = {
    connectionType: "HAS_MANY",
    associatedWith: client.keyed || client.form === "introspection" ? names : (names[0] ?? ""),
  };
  const back = target.fields.find((each) => each.type === model.name);
  const isTold = back !== undefined && directiveOn(back, "belongsTo") !== undefined;
  if (isTold || use.arguments["indexName"] !== undefined) return;
  target.directives.push({ name: "key", arguments: { name: `gsi-${model.name}.${field.name}`, fields: names } });
}

/** The fields of the other side a @hasMany walks: those of its index or key, or the @belongsTo that uses them. */
function manyLinks(
  client: Client,
  model: ClientModel,
  field: ClientField,
  use: ClientDirective,
  target: ClientModel,
): readonly ClientField[] {
  if (use.arguments["fields"] === undefined) {
    const names = linkNames(model, field, model, client);
    const keys = keysOf(model);
    return names.map((name, at) => {
      const known = target.fields.find((each) => each.name === name);
      return known ?? linkField(name, client.keyed ? typeOf(model, keys[at] ?? "id") : "ID", true);
    });
  }
  const named = use.arguments["indexName"];
  const walked = placed(target).find((each) =>
    named === undefined ? each.name === "primaryKey" : each.name === "index" && each.arguments["name"] === named,
  );
  const start = walked?.fieldName ?? belongsToField(target, model)?.name ?? "id";
  const backs = client.keyed ? ["belongsTo"] : kinds;
  const back = target.fields.find(
    (each) =>
      each.type === model.name &&
      each.directives.some((on) => backs.includes(on.name) && written(on, "fields")[0] === start),
  );
  return [back ?? fieldOf(target, start)];
}

function fieldOf(model: ClientModel, name: string): ClientField {
  return model.fields.find((field) => field.name === name) ?? linkField(name, "ID", true);
}

function belongsToField(target: ClientModel, model: ClientModel): ClientField | undefined {
  return target.fields.find((each) => each.type === model.name && directiveOn(each, "belongsTo") !== undefined);
}

function hasOne(relation: Relation): void {
  const { client, model, field, use, target } = relation;
  const references = written(use, "references");
  if (references.length > 0) {
    placed(target);
    field.association = oneAssociation(client, references, undefined);
    return;
  }
  const there = client.keyed ? keysOf(target) : [oneLink(relation).name];
  const fields = written(use, "fields");
  const here = fields.length > 0 ? fields : linkNames(model, field, target, client);
  addLinks(relation, here);
  field.association = oneAssociation(client, there, here);
}

function oneAssociation(client: Client, there: readonly string[], here: readonly string[] | undefined): Association {
  const connectionType = "HAS_ONE";
  // By `references` the link is kept on the other side, so there are no fields here that point to it.
  if (client.form === "introspection") return { connectionType, associatedWith: there, targetNames: here ?? [] };
  if (client.keyed) {
    return { connectionType, associatedWith: there, ...(here === undefined ? {} : { targetNames: here }) };
  }
  const target = here?.[0];
  return {
    connectionType,
    associatedWith: there[0] ?? "",
    ...(target === undefined ? {} : { targetName: target }),
  };
}

/** What a @hasOne leads to where links are ids: the other side's key, or the field that leads back by it. */
function oneLink({ model, target }: Relation): ClientField {
  const walked = placed(target).find((each) => each.name === "primaryKey");
  const start = walked?.fieldName ?? belongsToField(target, model)?.name ?? "id";
  const back = target.fields.find(
    (each) =>
      each.type === model.name &&
      each.directives.some((on) => kinds.includes(on.name) && written(on, "fields")[0] === start),
  );
  return back ?? fieldOf(target, start);
}

/** Answers the links that are not told as fields. */
function belongsTo(relation: Relation): readonly (readonly [ClientModel, string])[] {
  const { client, model, field, use, target } = relation;
  const leads = placed(target).filter((each) => {
    const from = target.fields.find((on) => on.name === each.fieldName);
    return (
      from?.type === model.name && (each.name === "hasOne" ? !from.isList : each.name === "hasMany" && from.isList)
    );
  });
  const [first] = leads;
  if (first === undefined) return [];
  const partner = fieldOf(target, first.fieldName);
  const references = written(use, "references");
  const given = [...written(use, "fields"), ...references];
  const isMany = partner.isList;
  const links =
    given.length > 0
      ? given
      : isMany
        ? linkNames(target, partner, target, client)
        : linkNames(model, field, target, client);
  addLinks(relation, links);
  const single = client.form === "schemaJs" && !client.keyed;
  const [name = ""] = links;
  field.association = { connectionType: "BELONGS_TO", ...(single ? { targetName: name } : { targetNames: links }) };
  if (client.keyed || name === "id" || references.length > 0) return [];
  return client.form === "introspection" && model.key?.partition === name ? [] : [[model, name]];
}

function addLinks({ client, model, field, target }: Relation, names: readonly string[]): void {
  const keys = keysOf(target);
  for (const [at, name] of (client.keyed ? names : names.slice(0, 1)).entries()) {
    addField(model, linkField(name, client.keyed ? typeOf(target, keys[at] ?? "id") : "ID", field.isNullable));
  }
}
