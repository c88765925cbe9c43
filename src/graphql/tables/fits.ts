/** Does stored data still fit a changed type? First by the types alone, then value by value. */

import type { Names } from "#graphql/sdl/meaning";
import { isList, type TypeRef } from "#graphql/sdl/model";

interface Side {
  readonly type: TypeRef;
  readonly names: Names;
}

/** True when every value of the old type surely is one of the new type, so that no row need be read. */
export function widens(from: Side, to: Side): boolean {
  return widensIn(from, to, new Set());
}

function widensIn(from: Side, to: Side, assumed: Set<string>): boolean {
  if (isList(from.type) || isList(to.type)) {
    if (!isList(from.type) || !isList(to.type)) return false;
    return (
      keepsNulls(from.type.list, to.type.list) &&
      widensIn({ ...from, type: from.type.list }, { ...to, type: to.type.list }, assumed)
    );
  }
  const before = from.names.of(from.type);
  const after = to.names.of(to.type);
  if (before.kind === "scalar" && after.kind === "scalar") {
    if (before.scalar === after.scalar) return true;
    if (["String", "ID"].includes(after.scalar.name)) return before.scalar.storage === "text";
    return before.scalar.name === "Int" && after.scalar.name === "AWSTimestamp";
  }
  if (before.kind === "enum") {
    if (after.kind === "scalar") return ["String", "ID"].includes(after.scalar.name);
    const values = new Set(after.kind === "enum" ? after.enum.values : []);
    return before.enum.values.every((value) => values.has(value));
  }
  if (before.kind !== "object" || after.kind !== "object") return false;
  const pair = `${before.object.name} ${after.object.name}`;
  if (assumed.has(pair)) return true;
  assumed.add(pair);
  const old = new Map(before.object.fields.map((field) => [field.name, field]));
  const kept = after.object.fields.every((field) => {
    const earlier = old.get(field.name);
    if (earlier === undefined) return !field.type.required;
    return (
      keepsNulls(earlier.type, field.type) &&
      widensIn({ ...from, type: earlier.type }, { ...to, type: field.type }, assumed)
    );
  });
  const names = new Set(after.object.fields.map((field) => field.name));
  return kept && before.object.fields.every((field) => names.has(field.name));
}

function keepsNulls(from: TypeRef, to: TypeRef): boolean {
  return from.required || !to.required;
}

/** True when a stored value (JSON parsed; not null at the top) is one of the type, and nothing of it would become unreachable. */
export function fits(value: unknown, type: TypeRef, names: Names): boolean {
  if (value === null || value === undefined) return !type.required;
  if (isList(type)) return Array.isArray(value) && value.every((each) => fits(each, type.list, names));
  const meaning = names.of(type);
  if (meaning.kind === "scalar") return meaning.scalar.coerce(value) !== undefined;
  if (meaning.kind === "enum") return typeof value === "string" && meaning.enum.values.includes(value);
  if (meaning.kind !== "object" || typeof value !== "object" || Array.isArray(value)) return false;
  const known = new Map(meaning.object.fields.map((field) => [field.name, field]));
  const members = value as Readonly<Record<string, unknown>>;
  const reachable = Object.keys(members).every((name) => known.has(name) || members[name] === null);
  return reachable && meaning.object.fields.every((field) => fits(members[field.name], field.type, names));
}
