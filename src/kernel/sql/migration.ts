/** What a migration is: one numbered, frozen step of a room's schema. Leaf types. */

import type { Kysely } from "kysely";
import type { Sql, SqlSpelling } from "#ports/database";

export interface MigrationContext {
  /** Kysely's schema builder and queries; compile them by `toSql`. */
  readonly schema: Kysely<unknown>;
  /** Column types and other spellings of the engine. */
  readonly spelling: SqlSpelling;
}

export interface Migration {
  /** `0001-what-it-does`; a room's migrations run in the order of their list. */
  readonly id: string;
  /** The statements, the same ones every time: a checksum over them freezes the migration once it was applied anywhere. */
  up(context: MigrationContext): readonly Sql[];
}
