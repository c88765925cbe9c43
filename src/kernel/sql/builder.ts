/** Kysely as a compiler: typed queries in, the port's statements out. Nothing is ever run by it. */

import { type CompiledQuery, Kysely } from "kysely";
import type { Database, Sql, SqlValue } from "#ports/database";

/** Anything Kysely can print. */
export interface Compilable {
  compile(): CompiledQuery;
}

/** Reads a value that the caller gives when the statement is used; stands for a parameter of the query. */
export type Slot<Values> = <Name extends keyof Values>(name: Name) => Values[Name];

export interface Builder<Tables> {
  /** Where queries begin: `tables.selectFrom("…")`. Executing one throws. */
  readonly tables: Kysely<Tables>;
  readonly compile: (query: Compilable) => Sql;
  /**
   * A statement compiled once for all uses. `build` sees `slot("name")` in place of each value; the returned function
   * puts the values in. Slots stand for values of `=`, `<`, VALUES, SET, LIMIT …, never for what changes the text
   * (lists of `in`, columns, `is null`).
   */
  readonly prepare: <Values extends Readonly<Record<string, SqlValue>>>(
    build: (slot: Slot<Values>) => Compilable,
  ) => (values: Values) => Sql;
}

/** The builder of a room's tables in the spelling of `database`. */
export function createBuilder<Tables>(database: Pick<Database, "dialect">): Builder<Tables> {
  const tables = new Kysely<Tables>({ dialect: database.dialect });
  return { tables, compile: toSql, prepare };
}

/** Kysely's output as the port's statement. Throws for parameters no engine takes, such as booleans and dates. */
export function toSql(query: Compilable): Sql {
  const { sql, parameters } = query.compile();
  return { text: sql, parameters: parameters.map(checked) };
}

class Placeholder {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

function prepare<Values extends Readonly<Record<string, SqlValue>>>(
  build: (slot: Slot<Values>) => Compilable,
): (values: Values) => Sql {
  // Kysely carries parameter values through untouched, so a marker comes out where its value has to go.
  const slot: Slot<Values> = (name) => new Placeholder(name) as unknown as Values[typeof name];
  const { sql: text, parameters } = build(slot).compile();
  const fixed = parameters.map((each) => (each instanceof Placeholder ? each : checked(each)));
  return (values) => ({
    text,
    parameters: fixed.map((each) => (each instanceof Placeholder ? valueOf(values, each) : each)),
  });
}

function valueOf(values: Readonly<Record<PropertyKey, SqlValue>>, placeholder: Placeholder): SqlValue {
  const value = values[placeholder.name];
  if (value === undefined) throw new TypeError(`The statement's value ${String(placeholder.name)} is missing.`);
  return value;
}

function checked(value: unknown): SqlValue {
  const type = typeof value;
  if (value === null || type === "string" || type === "number" || type === "bigint" || value instanceof Uint8Array) {
    return value as SqlValue;
  }
  throw new TypeError(`A statement cannot carry a parameter of type ${type === "object" ? "object" : type}.`);
}
