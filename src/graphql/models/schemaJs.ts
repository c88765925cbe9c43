/** schema.js: the module a DataStore client is initialised with. */

import { createHash } from "node:crypto";
import type { Model } from "#graphql/sdl/model";
import type { Client, ClientDirective, ClientField } from "./client.ts";
import { clientModels, readField } from "./clientModels.ts";
import type { TypesMeta } from "./shape.ts";
import { typesMeta } from "./types.ts";
import { kindsOf } from "./values.ts";

/** The version of the format. Clients refuse what is not ^3.2.0. */
const codegenVersion = "3.4.4";

/** The text of schema.js. */
export function schemaJs(model: Model): string {
  return `export const schema = ${JSON.stringify(schemaObject(model), null, 4)};`;
}

function schemaObject(model: Model): TypesMeta & { readonly codegenVersion: string; readonly version: string } {
  const client = clientModels(model, "schemaJs");
  return { ...typesMeta(model, client, kindsOf(model)), codegenVersion, version: version(model, client) };
}

/**
 * A hash of what the client keeps in its own database. When it changes the client empties that database, so it is
 * computed exactly as the official generator does: moving a client here must cost it no data.
 */
function version(model: Model, client: Client): string {
  const objects = model.objects.map((object) => ({ ...object, fields: object.fields.map(readField) }));
  const all = [...client.models.values(), ...objects].map((type) => ({
    name: type.name,
    directives: client.dialect === 2 ? [] : type.directives.filter((each) => each.name === "key"),
    fields: type.fields.map((field) => hashed(field, client)).sort(byCodeUnits),
  }));
  return createHash("md5")
    .update(JSON.stringify(all.sort(byCodeUnits)))
    .digest("hex");
}

// The order of members is part of the hash, here and above.
function hashed(
  field: ClientField,
  { dialect }: Client,
): { readonly name: string; readonly directives: readonly object[] } {
  const relations = dialect === 2 ? ["hasOne", "belongsTo", "hasMany", "manyToMany"] : ["connection"];
  const { name, type, isNullable, isList, isListNullable } = field;
  const directives = field.directives.filter((each) => relations.includes(each.name)).map(inOrder);
  return Object.assign({ name, directives }, { type, isNullable, isList, isListNullable });
}

function inOrder({ name, arguments: given, fieldName }: ClientDirective): object {
  return { name, arguments: given, fieldName };
}

function byCodeUnits(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0;
  return a.name > b.name ? 1 : -1;
}
