/** SQLite's failures as the database port names them. */

import Sqlite from "better-sqlite3";
import type { DatabaseUnavailable, RowLimitReached, UniqueViolation } from "#ports/database";

export class UniqueViolationError extends Error implements UniqueViolation {
  override readonly name = "UniqueViolation";
  /** `table.column, table.column`, or `index 'name'` for an index over expressions. */
  readonly constraint: string;

  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.constraint = message.replace(/^UNIQUE constraint failed: /, "");
  }
}

export class RowLimitReachedError extends Error implements RowLimitReached {
  override readonly name = "RowLimitReached";

  constructor(most: number) {
    super(`The statement met more than ${most} rows.`);
  }
}

export class DatabaseUnavailableError extends Error implements DatabaseUnavailable {
  override readonly name = "DatabaseUnavailable";
  /** True when the connection must be opened anew before it is used again. */
  readonly broken: boolean;

  constructor(message: string, broken: boolean, cause?: unknown) {
    super(message, { cause });
    this.broken = broken;
  }
}

/** What a person can do about a family of SQLite result codes; the first matching prefix counts. */
const remedies: readonly (readonly [string, boolean, string])[] = [
  ["SQLITE_FULL", false, "the disk or its quota is full; free some room, a restart is not needed"],
  ["SQLITE_READONLY", true, "the file or its disk is read-only; make it writable, a restart is not needed"],
  [
    "SQLITE_CANTOPEN",
    true,
    "the file cannot be opened; check that its folder exists, its rights and the open-files limit",
  ],
  ["SQLITE_IOERR", true, "the disk failed to read or write; check the disk and its free room"],
  ["SQLITE_CORRUPT", true, "the file is damaged; restore it from a backup"],
  ["SQLITE_NOTADB", true, "the file is not a database; restore it from a backup"],
  ["SQLITE_NOMEM", true, "memory ran out"],
  ["SQLITE_BUSY", false, "another program keeps the file locked; close that program"],
  ["SQLITE_LOCKED", false, "another program keeps the file locked; close that program"],
];

/** The error to throw for `error`, which a statement on `file` raised. What is not the engine's fault comes back as it is. */
export function translate(error: unknown, file: string): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error;
  if (error.code === "SQLITE_CONSTRAINT_UNIQUE" || error.code === "SQLITE_CONSTRAINT_PRIMARYKEY") {
    return new UniqueViolationError(error.message, error);
  }
  const remedy = remedies.find(([prefix]) => error.code.startsWith(prefix));
  if (remedy === undefined) return error;
  return new DatabaseUnavailableError(
    `The database ${file} cannot serve: ${remedy[2]} (${error.code}).`,
    remedy[1],
    error,
  );
}
