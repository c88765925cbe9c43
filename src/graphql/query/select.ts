/** What is selected of a record -> one SQL expression that builds its JSON. */

import type { SqlSpelling } from "#ports/database";
import type { Names } from "#graphql/sdl/meaning";
import { isList, namedType, type ObjectType, type TypeRef } from "#graphql/sdl/model";
import { collectFields, type Selected, type Spread } from "./collect.ts";
import { DocumentFault } from "./errors.ts";
import { limits } from "./limits.ts";
import type { Table } from "./table.ts";

/** A selected field the schema promises a value for, though its column may be empty. */
export interface Promised {
  readonly key: string;
  readonly type: string;
}

export interface RecordSelection {
  /** SQL expression: the record's JSON object. */
  readonly json: string;
  /** SQL expression: 1 when a promised value is missing; undefined when nothing is promised. */
  readonly broken: string | undefined;
  readonly promised: readonly Promised[];
}

/** Compiles a selection on a model. Only columns can lack a promised value: documents were checked when written. */
export function selectRecord(table: Table, sets: Selected["sets"], spread: Spread): RecordSelection {
  const pairs: [string, string][] = [];
  const promised: Promised[] = [];
  const missing: string[] = [];
  for (const selected of collectFields(sets, table.model.name, spread)) {
    if (selected.name === "__typename") {
      pairs.push([selected.key, typeNameText(table.model.name)]);
      continue;
    }
    const column = table.columns.get(selected.name);
    if (column === undefined) throw new Error(`${table.model.name}.${selected.name} cannot be selected`);
    pairs.push([
      selected.key,
      columnJson({ ...table, spread }, column.field.type, column.sql, column.storage, selected.sets),
    ]);
    const isKey = table.keys.includes(column);
    if (!column.field.type.required || isKey) continue;
    promised.push({ key: selected.key, type: namedTypeText(column.field.type) });
    missing.push(`${column.sql} IS NULL`);
  }
  const broken = missing.length === 0 ? undefined : `CASE WHEN ${missing.join(" OR ")} THEN 1 ELSE 0 END`;
  const json = table.spelling.jsonObject(pairs);
  if (json.length > limits.selectionText) throw tooBroad(table.model.name);
  return { json, broken, promised };
}

function tooBroad(type: string): DocumentFault {
  const message = `The selection on ${type} is too deep and too broad at once.`;
  return new DocumentFault([{ path: null, errorType: "ResolverExecutionLimitReached", locations: null, message }]);
}

interface Compiling {
  readonly names: Names;
  readonly spelling: SqlSpelling;
  readonly spread: Spread;
}

function columnJson(on: Compiling, type: TypeRef, sql: string, storage: string, sets: Selected["sets"]): string {
  if (storage === "boolean") return on.spelling.jsonBoolean(sql);
  if (storage === "list" || storage === "document") return storedJson(on, type, sql, sets, 0);
  return sql;
}

/** Stored JSON text (a list or a document) as the selection wants it. */
function storedJson(on: Compiling, type: TypeRef, sql: string, sets: Selected["sets"], level: number): string {
  const { spelling } = on;
  const meaning = on.names.of(type);
  if (meaning.kind !== "object") return spelling.json(sql);
  if (!isList(type)) return documentJson(on, meaning.object, sql, sets, level);
  const { from, element } = spelling.jsonElements(sql, `e${level}`);
  const each = storedJson(on, type.list, element, sets, level + 1);
  return spelling.json(`CASE WHEN ${sql} IS NULL THEN NULL ELSE ${spelling.jsonArrayOf(each, from)} END`);
}

function documentJson(on: Compiling, type: ObjectType, sql: string, sets: Selected["sets"], level: number): string {
  const { spelling } = on;
  const fields = new Map(type.fields.map((field) => [field.name, field]));
  const pairs = collectFields(sets, type.name, on.spread).map((selected): [string, string] => {
    if (selected.name === "__typename") return [selected.key, typeNameText(type.name)];
    const member = spelling.jsonMember(sql, selected.name);
    const field = fields.get(selected.name);
    if (field === undefined || on.names.of(field.type).kind !== "object") return [selected.key, spelling.json(member)];
    return [selected.key, storedJson(on, field.type, member, selected.sets, level)];
  });
  return spelling.json(`CASE WHEN ${sql} IS NULL THEN NULL ELSE ${spelling.jsonObject(pairs)} END`);
}

/** Type names are letters, digits and underscores, so they may stand in the text. */
function typeNameText(name: string): string {
  return `'${name}'`;
}

function namedTypeText(type: TypeRef): string {
  return isList(type) ? `[${namedType(type)}]` : namedType(type);
}
