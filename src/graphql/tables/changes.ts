/** What must change in the database for a new Model: a pure comparison of old and new. */

import type { Names } from "#graphql/sdl/meaning";
import { type Field, isList, type Key, type Model, type ModelType, printType } from "#graphql/sdl/model";
import { isStored, storageOf } from "./columnKind.ts";
import { widens } from "./fits.ts";
import type { ColumnLayout, Layout, TableLayout } from "./layout.ts";

/** How a column follows a changed type. */
export type Retype = "keep" | "scan" | "copy" | "replace";

export type Change =
  | { readonly kind: "addTable"; readonly model: ModelType }
  | { readonly kind: "removeTable"; readonly table: TableLayout }
  /** The key changed: possible only while there are no records. */
  | { readonly kind: "replaceTable"; readonly table: TableLayout; readonly model: ModelType; readonly from: Key }
  | { readonly kind: "addColumn"; readonly table: TableLayout; readonly field: Field }
  | { readonly kind: "removeColumn"; readonly table: TableLayout; readonly column: ColumnLayout }
  | {
      readonly kind: "retypeColumn";
      readonly table: TableLayout;
      readonly column: ColumnLayout;
      readonly before: Field;
      readonly field: Field;
      readonly how: Retype;
    }
  /** Not a change of tables: records without a value will fail when the field is read. */
  | { readonly kind: "nowRequired"; readonly table: TableLayout; readonly column: ColumnLayout; readonly field: Field };

export interface Desired {
  readonly model: Model;
  readonly names: Names;
}

/** The changes that lead from the stored layout (and the Model it was made for) to the new Model. */
export function compare(before: Desired | undefined, layout: Layout, after: Desired): readonly Change[] {
  const tables = new Map(layout.tables.map((table) => [table.model, table]));
  const oldModels = new Map((before?.model.models ?? []).map((model) => [model.name, model]));
  const changes: Change[] = [];
  for (const model of after.model.models) {
    const table = tables.get(model.name);
    const old = oldModels.get(model.name);
    tables.delete(model.name);
    if (table === undefined || old === undefined || before === undefined) changes.push({ kind: "addTable", model });
    else if (keyText(old, before.names) !== keyText(model, after.names)) {
      changes.push({ kind: "replaceTable", table, model, from: old.key });
    } else changes.push(...compareFields(table, { ...before, type: old }, { ...after, type: model }));
  }
  for (const table of tables.values()) changes.push({ kind: "removeTable", table });
  return changes;
}

/** Equal for two models whose rows are keyed alike. */
function keyText(model: ModelType, names: Names): string {
  const parts = [model.key.partition, ...model.key.sort].map((name) => {
    const field = model.fields.find((each) => each.name === name);
    return `${name}:${field === undefined ? "" : storageOf(field.type, names)}`;
  });
  return parts.join("#");
}

interface Side extends Desired {
  readonly type: ModelType;
}

function compareFields(table: TableLayout, before: Side, after: Side): readonly Change[] {
  const changes: Change[] = [];
  const columns = new Map(table.columns.map((column) => [column.field, column]));
  const oldFields = new Map(before.type.fields.map((field) => [field.name, field]));
  for (const field of after.type.fields) {
    if (!isStored(field, after.names)) continue;
    const column = columns.get(field.name);
    const old = oldFields.get(field.name);
    columns.delete(field.name);
    if (column === undefined || old === undefined) {
      changes.push({ kind: "addColumn", table, field });
      continue;
    }
    const how = retype(old, before.names, field, after.names);
    if (how !== "keep") changes.push({ kind: "retypeColumn", table, column, before: old, field, how });
    if (field.type.required && !old.type.required) changes.push({ kind: "nowRequired", table, column, field });
  }
  for (const column of columns.values()) changes.push({ kind: "removeColumn", table, column });
  return changes;
}

function retype(before: Field, beforeNames: Names, field: Field, names: Names): Retype {
  const from = storageOf(before.type, beforeNames);
  const to = storageOf(field.type, names);
  if (from === undefined || to === undefined) return "replace";
  if (widens({ type: before.type, names: beforeNames }, { type: field.type, names })) return "keep";
  if (from === "integer" && to === "number") return "copy";
  // Of one storage the values may fit, which only reading them tells.
  return from === to ? "scan" : "replace";
}

/** `Todo.title: String -> Int`, for messages. */
export function describeRetype(model: string, before: Field, after: Field): string {
  return `${model}.${after.name}: ${printType(before.type)} -> ${printType(after.type)}`;
}

/** True where stored values are JSON text. */
export function isJsonColumn(field: Field, names: Names): boolean {
  return isList(field.type) || names.of(field.type).kind === "object";
}
