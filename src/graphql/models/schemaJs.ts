/** schema.js: the module a DataStore client is initialised with. */

import { createHash } from "node:crypto";
import type { Field, Model, ModelType, ObjectType } from "#graphql/sdl/model";
import type { TypesMeta } from "./shape.ts";
import { typesMeta } from "./types.ts";
import { kindsOf } from "./values.ts";

/** The version of the format. Clients refuse what is not ^3.2.0. */
const codegenVersion = "3.4.4";

const relationDirectives = ["hasOne", "belongsTo", "hasMany", "manyToMany"];

/** The text of schema.js. */
export function schemaJs(model: Model): string {
  return `export const schema = ${JSON.stringify(schemaObject(model), null, 4)};`;
}

function schemaObject(model: Model): TypesMeta & { readonly codegenVersion: string; readonly version: string } {
  const types = typesMeta(model, kindsOf(model), "schemaJs");
  return { ...types, codegenVersion, version: version(model, types) };
}

/**
 * A hash of what the client keeps in its own database. When it changes the client empties that database, so it is
 * computed exactly as the official generator does: moving a client here must cost it no data.
 */
function version(model: Model, types: TypesMeta): string {
  const all = [
    ...model.models.map((type) => hashed(type, types.models[type.name]?.fields ?? {})),
    ...model.objects.map((type) => hashed(type, types.nonModels[type.name]?.fields ?? {})),
  ];
  return createHash("md5")
    .update(JSON.stringify(all.sort(byCodeUnits)))
    .digest("hex");
}

interface HashedType {
  readonly name: string;
  readonly directives: readonly [];
  readonly fields: readonly object[];
}

function hashed(type: ModelType | ObjectType, fields: TypesMeta["nonModels"][string]["fields"]): HashedType {
  const written = new Map<string, Field>(type.fields.map((field) => [field.name, field]));
  const parts = Object.values(fields).map((field) => ({
    name: field.name,
    directives: (written.get(field.name)?.directives ?? [])
      .filter((directive) => relationDirectives.includes(directive.name))
      .map((directive) => ({ name: directive.name, arguments: directive.arguments })),
    type: typeof field.type === "string" ? field.type : Object.values(field.type)[0],
    isNullable: !field.isRequired,
    isList: field.isArray,
    isListNullable: field.isArrayNullable,
  }));
  // The order of members is part of the hash, here and above.
  return { name: type.name, directives: [], fields: parts.sort(byCodeUnits) };
}

function byCodeUnits(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0;
  return a.name > b.name ? 1 : -1;
}
