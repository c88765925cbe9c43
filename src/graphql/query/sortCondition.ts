/** A key condition on the sort key -> a predicate. */

import { invalidArguments } from "./errors.ts";
import { all } from "./logic.ts";
import type { Parameters } from "./parameters.ts";
import { joinSortKey, type Table, toStored } from "./table.ts";

const signs: Readonly<Record<string, string>> = { eq: "=", le: "<=", lt: "<", ge: ">=", gt: ">" };

/** The predicate, or undefined when nothing was asked. `argument` is the argument's name, for messages. */
export function compileSortCondition(
  condition: unknown,
  argument: string,
  table: Table,
  parameters: Parameters,
): string | undefined {
  if (typeof condition !== "object" || condition === null || table.sortColumn === undefined) return undefined;
  const tests = condition as Readonly<Record<string, unknown>>;
  const names = Object.keys(tests).filter((name) => tests[name] !== null);
  const [operator] = names;
  if (operator === undefined) return undefined;
  if (names.length > 1)
    throw invalidArguments(`Argument ${argument} must specify at most one key condition operation.`);
  const column = table.sortColumn;
  const value = (each: unknown): string => parameters.add(sortValue(each, table));
  if (operator === "beginsWith") return table.spelling.startsWith(column, value(tests[operator]));
  if (operator !== "between") return `${column} ${signs[operator] ?? "="} ${value(tests[operator])}`;
  const range = tests[operator];
  if (!Array.isArray(range) || range.length !== 2)
    throw invalidArguments(`Argument ${argument}.between expects exactly 2 elements.`);
  return all([`${column} >= ${value(range[0])}`, `${column} <= ${value(range[1])}`]);
}

/** One sort field's value as stored; of several, the leading ones that are given, joined. */
function sortValue(value: unknown, table: Table): string | number | bigint | Uint8Array | null {
  const [, ...sort] = table.keys;
  const [only] = sort;
  if (only !== undefined && sort.length === 1) return toStored(only.storage, value);
  const parts = value as Readonly<Record<string, unknown>> | null;
  const given: unknown[] = [];
  for (const column of sort) {
    const part = parts?.[column.field.name];
    if (part === undefined || part === null) break;
    given.push(part);
  }
  return joinSortKey(given);
}
