/** The answer of a field, which has its caller's aliases for keys -> the same by field names. */

import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from "graphql";
import { collectFields, type Selected, type Spread } from "./collect.ts";
import { isRecord, type JsonRecord } from "./jsonRecord.ts";

export interface Answered {
  readonly schema: GraphQLSchema;
  readonly spread: Spread;
}

/** Objects come back without a prototype and with their `__typename`. A field selected under several aliases is put together. */
export function byFieldNames(on: Answered, type: GraphQLOutputType, value: unknown, sets: Selected["sets"]): unknown {
  if (Array.isArray(value)) return value.map((each) => byFieldNames(on, type, each, sets));
  const named = getNamedType(type);
  if (!isRecord(value) || !isCompositeType(named)) return value;
  const object = isObjectType(named) ? named : typeOf(on, named.name, value, sets);
  if (object === undefined) return null;
  const fields = object.getFields();
  const result = Object.create(null) as Record<string, unknown>;
  result["__typename"] = object.name;
  for (const { key, name, sets: below } of collectFields(sets, object.name, on.spread, abstractTypesOf(on, object))) {
    const definition = fields[name];
    if (definition === undefined) continue;
    const member = byFieldNames(on, definition.type, value[key], below);
    result[name] = name in result ? together(result[name], member) : member;
  }
  return result;
}

/** Which of its types a value of an interface or union is: as it says itself, if its caller asked. */
function typeOf(
  { schema, spread }: Answered,
  name: string,
  value: JsonRecord,
  sets: Selected["sets"],
): GraphQLObjectType | undefined {
  const abstract = schema.getType(name);
  if (!isAbstractType(abstract)) return undefined;
  return schema.getPossibleTypes(abstract).find((type) => {
    const selected = collectFields(sets, type.name, spread, [name]);
    return selected.some((each) => each.name === "__typename" && value[each.key] === type.name);
  });
}

function abstractTypesOf({ schema }: Answered, type: GraphQLObjectType): readonly string[] {
  const unions = Object.values(schema.getTypeMap()).filter((each) => isAbstractType(each));
  return unions.filter((each) => schema.isSubType(each, type)).map((each) => each.name);
}

function together(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length)
    return one.map((each, index) => together(each, other[index]));
  if (!isRecord(one) || !isRecord(other)) return one;
  const result = Object.assign(Object.create(null) as Record<string, unknown>, other);
  for (const [name, value] of Object.entries(one)) {
    result[name] = name in other ? together(value, other[name]) : value;
  }
  return result;
}
