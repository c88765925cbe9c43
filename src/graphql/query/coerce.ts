/** Input values -> checked values: JSON from variables and literals from documents, by the schema's input types. */

import {
  type GraphQLEnumType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
} from "graphql";
import { scalarNamed } from "#graphql/scalars/list";
import { limits } from "./limits.ts";

/** Why a value was refused. */
export type Refused =
  | { readonly why: "null"; readonly type: string }
  | { readonly why: "unknownField"; readonly field: string; readonly type: string }
  | { readonly why: "missingField"; readonly field: string; readonly type: string }
  | { readonly why: "value"; readonly type: string };

export class Uncoercible extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(refused.why);
    this.name = "Uncoercible";
    this.refused = refused;
  }
}

/** Coerced variables; a variable that was not given and has no default is absent. */
export type Variables = ReadonlyMap<string, unknown>;

type Coerce = (value: unknown, depth: number) => unknown;

/** Types belong to their schema and go with it. */
const coercers = new WeakMap<GraphQLInputType, Coerce>();

/** A JSON value as `type` takes it. Objects come back without a prototype, holding only what was given or has a default. */
export function coerceValue(type: GraphQLInputType, value: unknown, depth = 0): unknown {
  return coercerOf(type)(value, depth);
}

function coercerOf(type: GraphQLInputType): Coerce {
  const known = coercers.get(type);
  if (known !== undefined) return known;
  const coerce = compileCoercer(type);
  const bounded: Coerce = (value, depth) => {
    if (depth > limits.valueDepth) throw new Uncoercible({ why: "value", type: String(type) });
    return coerce(value, depth);
  };
  coercers.set(type, bounded);
  return bounded;
}

/** What a type is made of is looked at once, not with every value. */
function compileCoercer(type: GraphQLInputType): Coerce {
  if (isNonNullType(type)) {
    const inner = coercerOf(type.ofType);
    return (value, depth) => {
      if (value === null || value === undefined) throw new Uncoercible({ why: "null", type: String(type) });
      return inner(value, depth);
    };
  }
  if (isListType(type)) {
    const element = coercerOf(type.ofType);
    return (value, depth) => {
      if (value === null || value === undefined) return null;
      if (!Array.isArray(value)) return [element(value, depth + 1)];
      return value.map((each) => element(each, depth + 1));
    };
  }
  if (isInputObjectType(type)) return compileObject(type);
  const isEnum = isEnumType(type);
  const scalar = isEnum ? undefined : scalarNamed(type.name);
  return (value) => {
    if (value === null || value === undefined) return null;
    const coerced = isEnum ? enumValue(type, value) : scalar?.coerce(value);
    if (coerced === undefined) throw new Uncoercible({ why: "value", type: type.name });
    return coerced;
  };
}

function enumValue(type: GraphQLEnumType, value: unknown): unknown {
  return typeof value === "string" && type.getValue(value) !== undefined ? value : undefined;
}

function compileObject(type: GraphQLInputObjectType): Coerce {
  const members = Object.values(type.getFields());
  const names = new Set(members.map(({ name }) => name));
  // Looked up with the first value: types may hold themselves.
  let fields: readonly (readonly [GraphQLInputField, Coerce])[] | undefined;
  return (value, depth) => {
    if (value === null || value === undefined) return null;
    if (typeof value !== "object" || Array.isArray(value)) throw new Uncoercible({ why: "value", type: type.name });
    const given = value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(given)) {
      if (!names.has(name)) throw new Uncoercible({ why: "unknownField", field: name, type: type.name });
    }
    fields ??= members.map((field) => [field, coercerOf(field.type)] as const);
    // Written so, the object without a prototype stays one of V8's fast ones.
    const result = { __proto__: null } as unknown as Record<string, unknown>;
    for (const [field, coerce] of fields) {
      if (Object.hasOwn(given, field.name)) result[field.name] = coerce(given[field.name], depth + 1);
      else fillIn(result, field, () => new Uncoercible({ why: "null", type: String(field.type) }));
    }
    return result;
  };
}

interface InputMember {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly default?: { readonly literal?: unknown; readonly value?: unknown } | undefined;
}

/** A member that was not given: its default, nothing, or an error when it is required. */
function fillIn(result: Record<string, unknown>, field: InputMember, missing: () => Uncoercible): void {
  const standard = defaultOf(field);
  if (standard !== undefined) result[field.name] = standard;
  else if (isNonNullType(field.type)) throw missing();
}

/** The default of an argument or input field, coerced; undefined when it has none. */
export function defaultOf(member: InputMember): unknown {
  if (member.default === undefined) return undefined;
  if ("literal" in member.default && member.default.literal !== undefined) {
    return coerceLiteral(member.type, member.default.literal as ValueNode, new Map());
  }
  return "value" in member.default ? coerceValue(member.type, member.default.value) : undefined;
}

/**
 * A literal as `type` takes it; undefined when it is a variable that was not given.
 * Variables inside were coerced to a type the document's validation found fitting.
 */
export function coerceLiteral(type: GraphQLInputType, node: ValueNode, variables: Variables): unknown {
  if (node.kind === Kind.VARIABLE) {
    const value = variables.get(node.name.value);
    if (isNonNullType(type) && (value === null || value === undefined)) {
      throw new Uncoercible({ why: "null", type: String(type) });
    }
    return value;
  }
  if (isNonNullType(type)) {
    if (node.kind === Kind.NULL) throw new Uncoercible({ why: "value", type: String(type) });
    return coerceLiteral(type.ofType, node, variables);
  }
  if (node.kind === Kind.NULL) return null;
  if (isListType(type)) {
    const nodes = node.kind === Kind.LIST ? node.values : [node];
    return nodes.map((each) => coerceLiteral(type.ofType, each, variables) ?? null);
  }
  if (isInputObjectType(type)) {
    if (node.kind !== Kind.OBJECT) throw new Uncoercible({ why: "value", type: type.name });
    const fields = type.getFields();
    const given = new Map(node.fields.map((field) => [field.name.value, field.value]));
    for (const name of given.keys()) {
      if (!Object.hasOwn(fields, name)) throw new Uncoercible({ why: "unknownField", field: name, type: type.name });
    }
    // Written so, the object without a prototype stays one of V8's fast ones.
    const result = { __proto__: null } as unknown as Record<string, unknown>;
    for (const field of Object.values(fields)) {
      const value = given.get(field.name);
      const coerced = value === undefined ? undefined : coerceLiteral(field.type, value, variables);
      if (coerced !== undefined) result[field.name] = coerced;
      else fillIn(result, field, () => new Uncoercible({ why: "missingField", field: field.name, type: type.name }));
    }
    return result;
  }
  if (isEnumType(type)) {
    if (node.kind === Kind.ENUM && type.getValue(node.value) !== undefined) return node.value;
    throw new Uncoercible({ why: "value", type: type.name });
  }
  const coerced = scalarNamed(type.name)?.coerce(scalarLiteral(node, type.name));
  if (coerced === undefined) throw new Uncoercible({ why: "value", type: type.name });
  return coerced;
}

/** A literal as JSON would carry it; undefined when a scalar of that name takes no such literal. */
function scalarLiteral(node: ValueNode, type: string): unknown {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
      return type === "ID" ? node.value : Number(node.value);
    case Kind.FLOAT:
      return type === "Float" ? Number(node.value) : undefined;
    default:
      return undefined;
  }
}
