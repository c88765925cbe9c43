/** The order of a search: by the fields asked for, then by the key; records without a value come last, as in OpenSearch. */

import type { SqlValue } from "#ports/database";
import { FieldFault } from "./errors.ts";
import { attributeOf, type FilterContext } from "./filter.ts";
import { all, any, no } from "./logic.ts";
import { toStored } from "./table.ts";
import type { Column } from "./column.ts";

export interface SearchStep {
  readonly column: Column;
  /** The value to order by, null where there is none or the caller may not know it. */
  readonly sql: string;
  readonly descending: boolean;
}

interface Sort {
  readonly field?: string | null;
  readonly direction?: "asc" | "desc" | null;
}

/** `sort` is a list in dialect 2, one object in dialect 1. Without it the key orders, downwards. */
export function searchOrder(sort: unknown, context: FilterContext): readonly SearchStep[] {
  const { table } = context;
  const wanted = [sort].flat().filter((each): each is Sort => typeof each === "object" && each !== null);
  const steps: SearchStep[] = [];
  const add = (column: Column | undefined, descending: boolean): void => {
    if (column === undefined || steps.some((step) => step.column === column)) return;
    steps.push({ column, sql: attributeOf(column.field.name, context).sql ?? "NULL", descending });
  };
  let descending = true;
  for (const { field, direction } of wanted) {
    descending = direction !== "asc";
    add(field === null || field === undefined ? table.keys[0] : table.columns.get(field), descending);
  }
  for (const key of table.keys) add(key, descending);
  return steps;
}

export function orderText(steps: readonly SearchStep[]): string {
  return steps.map(({ sql, descending }) => `(${sql}) IS NULL, ${sql}${descending ? " DESC" : ""}`).join(", ");
}

/** Predicate: the record comes after this place. */
export function afterPlace(
  steps: readonly SearchStep[],
  place: readonly SqlValue[],
  { printing }: FilterContext,
): string {
  const alternatives: string[] = [];
  const equal: string[] = [];
  for (const [index, { sql, descending }] of steps.entries()) {
    const value = place[index] ?? null;
    if (value === null) {
      equal.push(`(${sql}) IS NULL`);
      continue;
    }
    const parameter = printing.parameters.add(value);
    const beyond = any([`(${sql}) IS NULL`, `coalesce(${sql} ${descending ? "<" : ">"} ${parameter}, FALSE)`]);
    alternatives.push(all([...equal, beyond]));
    equal.push(`coalesce(${sql} = ${parameter}, FALSE)`);
  }
  return alternatives.length === 0 ? no : any(alternatives);
}

/** What a token carried -> the place. Throws a FieldFault for anything but a place in this order. */
export function checkSearchPlace(payload: unknown, steps: readonly SearchStep[]): readonly SqlValue[] {
  const place: unknown = typeof payload === "object" && payload !== null && "at" in payload ? payload.at : undefined;
  if (Array.isArray(place) && place.length === steps.length) {
    return steps.map(({ column }, index) =>
      toStored(column.storage === "boolean" ? "integer" : column.storage, place[index]),
    );
  }
  throw new FieldFault("InvalidArgumentsError", "Invalid pagination token given.");
}
