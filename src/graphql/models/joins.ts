/** @manyToMany as client libraries are told it: a model between, and a @hasMany to it on either side. */

import { lowerFirst, upperFirst } from "#graphql/sdl/names";
import { type Client, type ClientDirective, type ClientField, type ClientModel, directiveOn } from "./client.ts";
import { addKeys } from "./keys.ts";
import { addTimestamps, idFirst } from "./timestamps.ts";

interface End {
  readonly model: ClientModel;
  readonly field: ClientField;
}

export function addJoins(client: Client): void {
  const relations = new Map<string, End[]>();
  for (const model of client.models.values()) {
    for (const field of model.fields) {
      const given = directiveOn(field, "manyToMany")?.arguments["relationName"];
      if (typeof given !== "string") continue;
      const name = upperFirst(given).replaceAll(/^[^_A-Za-z]+|[^_0-9A-Za-z]/g, "");
      relations.set(name, [...(relations.get(name) ?? []), { model, field }]);
    }
  }
  for (const [name, [one, two]] of relations) {
    if (one === undefined || two === undefined) continue;
    client.models.set(name, joinModel(name, one.model, two.model, client));
    for (const { model, field } of [one, two]) {
      const fields = [partitionOf(model), ...sortOf(model)];
      field.type = name;
      field.directives = [
        ...field.directives.filter((each) => each.name !== "manyToMany"),
        { name: "hasMany", arguments: { indexName: `by${model.name}`, fields } },
      ];
    }
  }
}

function joinModel(name: string, one: ClientModel, two: ClientModel, client: Client): ClientModel {
  const id: ClientField = { type: "ID", isNullable: false, isList: false, name: "id", directives: [] };
  const model: ClientModel = {
    name,
    directives: [{ name: "model", arguments: {} }, ...rulesOf(one, two)],
    fields: [id, ...links(one, client), ...links(two, client), wayBack(one, client), wayBack(two, client)],
    key: { partition: "id", sort: [] },
  };
  addKeys(model);
  addTimestamps(model);
  idFirst(model);
  return model;
}

/** The rules of both, each once. */
function rulesOf(one: ClientModel, two: ClientModel): readonly ClientDirective[] {
  const rules = [...one.directives, ...two.directives].filter((each) => each.name === "auth");
  return [...new Set(rules.map((each) => JSON.stringify(each)))].map((each) => JSON.parse(each) as ClientDirective);
}

function links(end: ClientModel, client: Client): readonly ClientField[] {
  const [partition = "", ...sort] = linkNames(end, client);
  const index = { name: "index", arguments: { name: `by${end.name}`, sortKeyFields: sort } };
  const types = new Map(end.fields.map((field) => [field.name, field.type]));
  return [
    { type: "ID", isNullable: true, isList: false, name: partition, directives: [index] },
    ...sortOf(end).map((key, at) => ({
      type: types.get(key) ?? "ID",
      isNullable: true,
      isList: false,
      name: sort[at] ?? key,
      directives: [],
    })),
  ];
}

function wayBack(end: ClientModel, client: Client): ClientField {
  const directives = [{ name: "belongsTo", arguments: { fields: linkNames(end, client) } }];
  return { type: end.name, isNullable: false, isList: false, name: camelCase(end.name), directives };
}

function linkNames(end: ClientModel, client: Client): readonly string[] {
  const own = lowerFirst(end.name);
  const partition = client.keyed ? own + upperFirst(end.key?.partition ?? "id") : `${camelCase(end.name)}ID`;
  return [partition, ...sortOf(end).map((key) => own + key)];
}

function partitionOf(model: ClientModel): string {
  return model.fields.find((field) => directiveOn(field, "primaryKey") !== undefined)?.name ?? "id";
}

function sortOf(model: ClientModel): readonly string[] {
  const key = model.directives.find((each) => each.name === "key" && each.arguments["name"] === undefined);
  return ((key?.arguments["fields"] ?? []) as readonly string[]).slice(1);
}

/** Words joined, each but the first with a capital: `Sailor_tool` is sailorTool. */
function camelCase(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
  return words.map((word, at) => (at === 0 ? word : /^\d/.test(word) ? `_${word}` : upperFirst(word))).join("");
}
