/** Kysely's SQLite dialect for compiling only: statements are run by this adapter, never by Kysely. */

import { type Dialect, type Driver, type Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";

/** A driver that would make Kysely run statements beside the adapter's queue; it refuses. */
const noDriver: Driver = {
  init: refuse,
  acquireConnection: refuse,
  beginTransaction: refuse,
  commitTransaction: refuse,
  rollbackTransaction: refuse,
  releaseConnection: refuse,
  destroy: async () => undefined,
};

async function refuse(): Promise<never> {
  throw new Error("Kysely only compiles here: run the compiled statement on a Database or a transaction.");
}

export const sqliteDialect: Dialect = {
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => noDriver,
  createIntrospector: (kysely: Kysely<unknown>) => new SqliteIntrospector(kysely),
  createQueryCompiler: () => new SqliteQueryCompiler(),
};
