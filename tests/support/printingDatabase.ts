/** A database that runs nothing: it notes the statements it is given, in the spelling it is told, and finds every write done. */

import type { Database, Outcome, Row, Sql, SqlSpelling } from "#ports/database";

export function printingDatabase(spelling: SqlSpelling, statements: Sql[]): Database {
  const note = (sql: Sql): void => {
    if (!sql.text.includes("ohmstead_catalogue")) statements.push(sql);
  };
  const run = async <R = Row>(sql: Sql): Promise<Outcome<R>> => {
    note(sql);
    return { rows: [], changes: 0 };
  };
  const database: Database = {
    commits: undefined,
    get dialect(): never {
      throw new Error("Nothing is built here.");
    },
    spelling,
    run,
    all: async <R = Row>(sql: Sql) => (await run<R>(sql)).rows,
    first: async <R = Row>(sql: Sql) => (await run<R>(sql)).rows[0],
    transaction: (work) => work(database),
    batch: async (units) => {
      for (const sql of units) note(sql);
      return units.map((): Outcome => ({ rows: [{ json: "{}", done: 1 }], changes: 1 }));
    },
    close: () => Promise.resolve(),
  };
  return database;
}
