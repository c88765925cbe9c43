/** A key condition on a path's sort key -> a predicate. */

import type { SqlValue } from "#ports/database";
import { lowerFirst, upperFirst } from "#graphql/sdl/names";
import { invalidArguments } from "./errors.ts";
import { all } from "./logic.ts";
import type { Path } from "./path.ts";
import type { Printing } from "./printing.ts";
import { at, type Scan } from "./scan.ts";
import { joinSortKey, toStored } from "./table.ts";

const signs: Readonly<Record<string, string>> = { eq: "=", le: "<=", lt: "<", ge: ">=", gt: ">" };

/** The argument that carries conditions on the sort key: the field itself, or all parts camel-joined. */
export function sortArgumentOf(path: Path): string | undefined {
  const [first, ...rest] = path.sort.map((column) => column.field.name);
  if (first === undefined) return undefined;
  return rest.length === 0 ? first : lowerFirst(first) + rest.map(upperFirst).join("");
}

/** The predicate of the condition the field with this number was given, or undefined when it was given none. */
export function compileSortCondition(path: Path, scan: Scan, number: number, printing: Printing): string | undefined {
  const argument = sortArgumentOf(path);
  if (argument === undefined || path.sortColumn === undefined) return undefined;
  const condition = printing.run.args[number]?.[argument];
  if (typeof condition !== "object" || condition === null) return undefined;
  const tests = condition as Readonly<Record<string, unknown>>;
  const names = Object.keys(tests).filter((name) => tests[name] !== null);
  const [operator] = names;
  if (operator === undefined) return undefined;
  if (names.length > 1)
    throw invalidArguments(`Argument ${argument} must specify at most one key condition operation.`);
  const column = at(scan, path.sortColumn);
  const value = (place?: number): string =>
    printing.parameters.bind((run) => {
      const given = (run.args[number]?.[argument] as typeof tests | undefined)?.[operator];
      return sortValue(place === undefined ? given : (given as readonly unknown[] | undefined)?.[place], path);
    }, path.order[0]?.kind);
  if (operator === "beginsWith") return printing.spelling.startsWith(column, value());
  if (operator !== "between") return `${column} ${signs[operator] ?? "="} ${value()}`;
  const range = tests[operator];
  if (!Array.isArray(range) || range.length !== 2)
    throw invalidArguments(`Argument ${argument}.between expects exactly 2 elements.`);
  return all([`${column} >= ${value(0)}`, `${column} <= ${value(1)}`]);
}

/** One sort field's value as stored; of several, the leading ones that are given, joined. */
function sortValue(value: unknown, path: Path): SqlValue {
  const [only] = path.sort;
  if (only !== undefined && path.sort.length === 1) return toStored(only.storage, value);
  const parts = value as Readonly<Record<string, unknown>> | null;
  const given: unknown[] = [];
  for (const column of path.sort) {
    const part = parts?.[column.field.name];
    if (part === undefined || part === null) break;
    given.push(part);
  }
  return joinSortKey(given);
}
