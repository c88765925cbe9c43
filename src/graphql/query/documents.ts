/** Stored JSON (a list or a document) -> the SQL text that builds what is selected of it. */

import type { JsonMember, SqlSpelling } from "#ports/database";
import type { Names } from "#graphql/sdl/meaning";
import { type Field, isList, type ObjectType, printType, type TypeRef } from "#graphql/sdl/model";
import { collectFields, type Selected, type Spread } from "./collect.ts";
import type { FieldShape, Shape } from "./shape.ts";

export interface Documents {
  readonly names: Names;
  readonly spelling: SqlSpelling;
  readonly spread: Spread;
  /** A scalar expression that stands for a field the caller may not see; undefined for one he may. */
  readonly veil?: (type: ObjectType, field: Field) => string | undefined;
}

/** An expression for JSON text, null where `sql` is. */
export function storedJson(on: Documents, type: TypeRef, sql: string, sets: Selected["sets"], level = 0): string {
  const { spelling } = on;
  const meaning = on.names.of(type);
  if (meaning.kind !== "object") return sql;
  if (!isList(type)) return documentJson(on, meaning.object, sql, sets, level);
  const { from, element } = spelling.jsonElements(sql, `e${level}`);
  const each = spelling.json(storedJson(on, type.list, element, sets, level + 1));
  return `CASE WHEN ${sql} IS NULL THEN NULL ELSE ${spelling.jsonArrayOf(each, from)} END`;
}

function documentJson(on: Documents, type: ObjectType, sql: string, sets: Selected["sets"], level: number): string {
  const fields = new Map(type.fields.map((field) => [field.name, field]));
  const members = collectFields(sets, type.name, on.spread).map((selected): JsonMember => {
    const { key } = selected;
    if (selected.name === "__typename") return { key, as: "scalar", expression: typeNameText(type.name) };
    const member = on.spelling.jsonMember(sql, selected.name);
    const field = fields.get(selected.name);
    const veil = field === undefined ? undefined : on.veil?.(type, field);
    if (veil !== undefined) return { key, as: "scalar", expression: veil };
    const isPlain = field === undefined || on.names.of(field.type).kind !== "object";
    return { key, as: "json", expression: isPlain ? member : storedJson(on, field.type, member, selected.sets, level) };
  });
  return `CASE WHEN ${sql} IS NULL THEN NULL ELSE ${on.spelling.jsonRecord(members)} END`;
}

/** What the JSON of a selected document looks like. */
export function documentShape(
  on: Pick<Documents, "names" | "spread">,
  type: ObjectType,
  sets: Selected["sets"],
): Shape {
  const fields = new Map<string, FieldShape>();
  for (const selected of collectFields(sets, type.name, on.spread)) {
    const field = type.fields.find((each) => each.name === selected.name);
    if (field === undefined) continue;
    const { name, key, location } = selected;
    const meaning = on.names.of(field.type);
    const inside = meaning.kind === "object" ? { inside: documentShape(on, meaning.object, selected.sets) } : {};
    fields.set(key, { name, type: printType(field.type), required: field.type.required, location, ...inside });
  }
  return { type: type.name, fields };
}

/** Type names are letters, digits and underscores, so they may stand in the text; engines want to know that it is one. */
export function typeNameText(name: string): string {
  return `CAST('${name}' AS text)`;
}
