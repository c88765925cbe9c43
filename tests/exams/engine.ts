/** What an exam needs to know of a database engine. */

import type { Database, Databases, Outcome, Row, Sql, SqlValue } from "#ports/database";

/** Questions an engine may skip, each with the reason; a skipped one is named in the run. */
export type Question = "NUL in text";

export interface Engine {
  readonly name: string;
  readonly skips: Readonly<Partial<Record<Question, string>>>;
  /** A place with no databases yet; what `open` takes, also in another process. */
  freshPlace(): Promise<string>;
  open(place: string): Promise<Databases>;
  /** Removes a place whose databases are closed. */
  discard(place: string): Promise<void>;
}

/** A statement with `?` for each parameter, spelled for the engine. */
export function statement(database: Database, text: string, ...parameters: SqlValue[]): Sql {
  let n = 0;
  return { text: text.replaceAll("?", () => database.spelling.parameter(++n)), parameters };
}

export async function run(database: Database, text: string, ...parameters: SqlValue[]): Promise<Outcome> {
  return database.run(statement(database, text, ...parameters));
}

export async function all(database: Database, text: string, ...parameters: SqlValue[]): Promise<readonly Row[]> {
  return database.all(statement(database, text, ...parameters));
}

/** A table `items(id text primary key, n integer)` in a fresh database `name`. */
export async function withItems(databases: Databases, name: string): Promise<Database> {
  const database = await databases.open(name);
  const { columnType } = database.spelling;
  await run(database, `create table items (id ${columnType("text")} primary key, n ${columnType("integer")})`);
  return database;
}

export async function count(database: Database): Promise<number> {
  const row = await database.first<{ n: number | bigint }>(statement(database, "select count(*) as n from items"));
  return Number(row?.n);
}
