/** @connection of dialect 1 as client libraries are told it. */

import { lowerFirst, upperFirst } from "#graphql/sdl/names";
import {
  addField,
  type Client,
  type ClientDirective,
  type ClientField,
  type ClientModel,
  directiveOn,
  linkField,
  written,
} from "./client.ts";
import type { Association } from "./shape.ts";

export function relateOlder(client: Client): void {
  for (const model of client.models.values()) {
    for (const field of model.fields.slice()) {
      const use = directiveOn(field, "connection");
      const target = client.models.get(field.type);
      if (use !== undefined && target !== undefined) connect(client, model, field, use, target);
    }
    model.fields = model.fields.filter((field) => !client.models.has(field.type) || field.association !== undefined);
  }
}

function connect(
  client: Client,
  model: ClientModel,
  field: ClientField,
  use: ClientDirective,
  target: ClientModel,
): void {
  const partner = partnerOf(model, field, use, target);
  const link = written(use, "fields")[0] ?? linkName(model, field);
  const isBack = partner === undefined || partner.isList || (!field.isNullable && partner.isNullable);
  if (field.isList) {
    const there = partner ?? linkField(linkName(model, field), "ID", true);
    if (there.isList) return;
    addField(target, there);
    field.association = told(client, "HAS_MANY", there.name, undefined);
  } else if (isBack) {
    if (link !== model.key?.partition) model.fields = model.fields.filter((each) => each.name !== link);
    field.association = told(client, "BELONGS_TO", undefined, link);
  } else {
    addField(target, partner);
    field.association = told(client, "HAS_ONE", partner.name, link);
  }
}

/** The introspection schema tells the kind of an older connection and no more. */
function told(
  client: Client,
  connectionType: Association["connectionType"],
  there: string | undefined,
  here: string | undefined,
): Association {
  const isBare = client.form === "introspection";
  switch (connectionType) {
    case "HAS_MANY":
      return { connectionType, associatedWith: isBare ? [] : (there ?? "") };
    case "HAS_ONE":
      return isBare
        ? { connectionType, associatedWith: [], targetNames: [] }
        : { connectionType, associatedWith: there ?? "", targetName: here ?? "" };
    default:
      return isBare ? { connectionType, targetNames: [] } : { connectionType, targetName: here ?? "" };
  }
}

/** The field of the other side that belongs to the same connection, if the user wrote it. */
function partnerOf(
  model: ClientModel,
  field: ClientField,
  use: ClientDirective,
  target: ClientModel,
): ClientField | undefined {
  const { name, keyName, fields } = use.arguments;
  if (fields !== undefined) {
    const key = target.directives.find((each) => each.name === "key" && each.arguments["name"] === keyName);
    const start = written(key, "fields")[0] ?? "id";
    return (
      target.fields.find((each) =>
        each.directives.some((on) => on.name === "connection" && written(on, "fields")[0] === start),
      ) ?? target.fields.find((each) => each.name === start)
    );
  }
  if (name !== undefined) {
    return target.fields.find((each) => each !== field && directiveOn(each, "connection")?.arguments["name"] === name);
  }
  return target.fields.find((each) => each.name === linkName(model, field));
}

function linkName(model: ClientModel, field: ClientField): string {
  return `${lowerFirst(model.name)}${upperFirst(field.name)}Id`;
}
