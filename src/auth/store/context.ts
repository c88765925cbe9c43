/** What each store is made from. */

import type { Sealer } from "#kernel/crypto/seal";
import type { Builder } from "#kernel/sql/builder";
import type { Database } from "#ports/database";
import type { Random } from "#ports/random";
import type { AuthTables } from "./tables.ts";

export interface StoreContext {
  readonly database: Database;
  readonly sql: Builder<AuthTables>;
  readonly sealer: Sealer;
  readonly random: Random;
  /** Key of the hashes that codes are kept as. */
  readonly codeKey: Uint8Array;
}

/** True for the port's error about a key that is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && error.name === "UniqueViolation";
}
