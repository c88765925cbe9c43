/** A value from outside the database -> the answer: checked against the type, cut to the selection, nulls told. */

import {
  getNamedType,
  getNullableType,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { isAbsentField } from "#graphql/schema/absentFields";
import { scalarNamed } from "#graphql/scalars/list";
import { collectFields, type Selected, type Spread } from "./collect.ts";
import { type ErrorEntry, type ErrorPath, nullEntry, placeOf } from "./errors.ts";

/** Fields below the value that have to be asked for elsewhere. */
export type CompleteField = (
  parent: string,
  selected: Selected,
  source: Readonly<Record<string, unknown>>,
  path: ErrorPath,
) => Promise<{ readonly value: unknown } | undefined>;

export interface Completing {
  readonly schema: GraphQLSchema;
  readonly spread: Spread;
  readonly errors: ErrorEntry[];
  readonly elsewhere: CompleteField;
}

interface Place {
  readonly parent: string;
  readonly path: ErrorPath;
  readonly sets: Selected["sets"];
}

/** The value for JSON. Null where a required value below is missing, with an error that says where. */
export async function complete(
  type: GraphQLOutputType,
  value: unknown,
  place: Place,
  on: Completing,
): Promise<unknown> {
  if (isNonNullType(type)) {
    const before = on.errors.length;
    const inner = await complete(type.ofType, value, place, on);
    if (inner === null && on.errors.length === before) {
      on.errors.push(nullEntry(String(getNamedType(type)), place.parent, place.path));
    }
    return inner;
  }
  if (value === null || value === undefined) return null;
  if (isListType(type)) return completeList(type.ofType, value, place, on);
  if (isObjectType(type)) return completeObject(type.name, value, place, on);
  if (isAbstractType(type)) return completeAbstract(type, value, place, on);
  return completeLeaf(type, value, place, on);
}

async function completeList(type: GraphQLOutputType, value: unknown, place: Place, on: Completing): Promise<unknown> {
  if (!Array.isArray(value)) return refuse(`[${String(getNamedType(type))}]`, value, place, on);
  const items: unknown[] = [];
  for (const [index, each] of value.entries()) {
    const item = await complete(type, each, { ...place, path: [...place.path, index] }, on);
    if (item === null && isNonNullType(type)) return null;
    items.push(item);
  }
  return items;
}

/** The value says by `__typename` which of the possible types it is. */
function completeAbstract(type: GraphQLAbstractType, value: unknown, place: Place, on: Completing): unknown {
  const name = (value as Readonly<Record<string, unknown>>)["__typename"];
  const actual = on.schema.getPossibleTypes(type).find((each) => each.name === name);
  return actual === undefined ? refuse(type.name, value, place, on) : completeObject(actual.name, value, place, on);
}

async function completeObject(name: string, value: unknown, place: Place, on: Completing): Promise<unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(name, value, place, on);
  const source = value as Readonly<Record<string, unknown>>;
  const type = on.schema.getType(name) as GraphQLObjectType;
  const fields = type.getFields();
  const members: [string, unknown][] = [];
  for (const selected of collectFields(place.sets, name, on.spread, abstractTypesOf(type, on.schema))) {
    const path = [...place.path, selected.key];
    if (selected.name === "__typename") {
      members.push([selected.key, name]);
      continue;
    }
    const definition = fields[selected.name];
    if (definition === undefined) {
      if (!isAbsentField(type, selected.name)) throw new Error(`${name}.${selected.name} cannot be selected`);
      members.push([selected.key, null]);
      continue;
    }
    const other = await on.elsewhere(name, selected, source, path);
    const given = Object.hasOwn(source, selected.name) ? source[selected.name] : null;
    const below: Place = { parent: name, path, sets: selected.sets };
    const member = other === undefined ? await complete(definition.type, given, below, on) : other.value;
    if (member === null && isNonNullType(definition.type)) return null;
    members.push([selected.key, member]);
  }
  return Object.fromEntries(members);
}

/** A schema does not change; every object of a long list would walk all its types again. */
const abstractTypes = new WeakMap<GraphQLObjectType, readonly string[]>();

/** Names of the interfaces and unions the type is one of: fragments on them apply too. */
function abstractTypesOf(type: GraphQLObjectType, schema: GraphQLSchema): readonly string[] {
  const known = abstractTypes.get(type);
  if (known !== undefined) return known;
  const all = Object.values(schema.getTypeMap()).filter((each) => isAbstractType(each));
  const names = all.filter((each) => schema.isSubType(each, type)).map((each) => each.name);
  abstractTypes.set(type, names);
  return names;
}

function completeLeaf(type: GraphQLOutputType, value: unknown, place: Place, on: Completing): unknown {
  if (isEnumType(type)) {
    const isKnown = typeof value === "string" && type.getValue(value) !== undefined;
    return isKnown ? value : refuse(type.name, value, place, on);
  }
  const name = String(getNullableType(type));
  const given = serializable(name, value);
  const taken = given === undefined ? undefined : scalarNamed(name)?.coerce(given);
  return taken ?? refuse(name, value, place, on);
}

/** What functions answer is looser than what clients send: numbers as texts, objects for AWSJSON. */
function serializable(scalar: string, value: unknown): unknown {
  if (scalar === "AWSJSON") return typeof value === "string" ? value : JSON.stringify(value);
  if (typeof value === "object") return undefined;
  if (scalar === "String" || scalar === "ID") return typeof value === "string" ? value : JSON.stringify(value);
  if ((scalar === "Int" || scalar === "Float") && typeof value === "string" && value.trim() !== "")
    return Number(value);
  if (scalar === "Boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}

function refuse(type: string, value: unknown, { path }: Place, on: Completing): null {
  const shown = JSON.stringify(value)?.slice(0, 100) ?? "undefined";
  on.errors.push({
    path,
    locations: null,
    message: `Can't resolve value (${placeOf(path)}) : type mismatch error, expected type ${type}, got ${shown}`,
  });
  return null;
}
