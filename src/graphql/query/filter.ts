/** A filter or condition input -> an SQL predicate that is never null. */

import { invalidArguments, invalidForStore } from "./errors.ts";
import { limits } from "./limits.ts";
import { all, any, no, not } from "./logic.ts";
import { type Attribute, operators } from "./operators.ts";
import type { Printing } from "./printing.ts";
import { knowable } from "./readable.ts";
import { at, type Scan } from "./scan.ts";
import type { Column } from "./column.ts";
import type { Table } from "./table.ts";

type Input = Readonly<Record<string, unknown>>;

/** Where the attributes of the tested record come from: its columns, or nowhere (a record that does not exist yet). */
export type Row = Pick<Scan, "alias"> | "absent";

export interface FilterContext {
  readonly table: Table;
  readonly printing: Printing;
  readonly row: Row;
}

/** One comparison of a field; undefined where it does not filter. */
export type CompileTerm = (attribute: Attribute, value: unknown, operator: string) => string | undefined;

interface Counting extends FilterContext {
  terms: number;
  readonly compileTerm: CompileTerm;
}

/** The predicate of a coerced filter, or undefined when it does not filter (null, {}, or: [] …). */
export function compileFilter(filter: unknown, context: FilterContext): string | undefined {
  return compileTerms(filter, context, (attribute, value, operator) => {
    const compile = operators.get(operator);
    if (compile === undefined) throw invalidForStore(`Unknown filter operator ${operator}.`);
    return compile(attribute, value, operator);
  });
}

/** The same for operators of another kind. */
export function compileTerms(filter: unknown, context: FilterContext, compileTerm: CompileTerm): string | undefined {
  return compileGroup(filter, { ...context, terms: 0, compileTerm }, 0);
}

/** Fields and and/or/not of one object hold together. */
function compileGroup(filter: unknown, context: Counting, depth: number): string | undefined {
  if (!isInput(filter)) return undefined;
  if (depth > limits.filterDepth)
    throw invalidArguments(`A filter may nest and, or and not at most ${limits.filterDepth} deep.`);
  const parts: (string | undefined)[] = [];
  for (const name of Object.keys(filter)) {
    const value = filter[name];
    if (name === "and" || name === "or") {
      const terms = (Array.isArray(value) ? value : []).map((each) => compileGroup(each, context, depth + 1));
      const present = terms.filter((term) => term !== undefined);
      if (present.length > 0) parts.push(name === "and" ? all(present) : any(present));
    } else if (name === "not") {
      const inner = compileGroup(value, context, depth + 1);
      if (inner !== undefined) parts.push(not(inner));
    } else parts.push(compileField(name, value, context));
  }
  const present = parts.filter((part) => part !== undefined);
  return present.length === 0 ? undefined : all(present);
}

function compileField(name: string, value: unknown, context: Counting): string | undefined {
  if (!isInput(value)) return undefined;
  const attribute = attributeOf(name, context);
  const parts = Object.keys(value).flatMap((operator) => {
    context.terms += 1;
    if (context.terms > limits.filterTerms)
      throw invalidArguments(`A filter may hold at most ${limits.filterTerms} comparisons.`);
    const part = context.compileTerm(attribute, value[operator], operator);
    return part === undefined ? [] : [part];
  });
  return parts.length === 0 ? undefined : all(parts);
}

/**
 * A field the schema lets filter by though the model lacks it (`id` of custom-key models) is absent in every record;
 * one the caller may not read is absent in those where he may not, so that no filter tells what is in it.
 */
export function attributeOf(name: string, context: FilterContext): Attribute {
  const { table, printing, row } = context;
  const { parameters } = printing;
  const stored = row === "absent" ? { alias: "" } : row;
  const known = row === "absent" ? undefined : knowable({ table, alias: stored.alias }, name, printing);
  const column: Column | undefined = row === "absent" || known === no ? undefined : table.columns.get(name);
  const storage = table.columns.get(name)?.storage ?? "text";
  const { spelling } = table;
  if (column === undefined) return { name, storage, sql: undefined, explicitNull: no, parameters, spelling };
  const marks = at(stored, table.nullMarks);
  const isMarked = (): string =>
    all([
      `${marks} IS NOT NULL`,
      spelling.contains(marks, parameters.add(column.nullMark)),
      ...(known === undefined ? [] : [known]),
    ]);
  const value = at(stored, column.sql);
  return {
    name,
    storage,
    sql: known === undefined ? value : `CASE WHEN ${known} THEN ${value} END`,
    get explicitNull() {
      return table.keys.includes(column) ? no : isMarked();
    },
    parameters,
    spelling,
  };
}

function isInput(value: unknown): value is Input {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
