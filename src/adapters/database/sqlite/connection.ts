/** One SQLite connection: opened on first use, reopened after a failure that broke it, with its prepared statements. */

import Sqlite from "better-sqlite3";
import type { Outcome, Row, Sql } from "#ports/database";
import { DatabaseUnavailableError, translate } from "./errors.ts";
import { defineRowGuard, type MetRows } from "./rowGuard.ts";
import { Statement, withPlainPlaceholders } from "./statement.ts";
import { StatementCache } from "./statementCache.ts";
import { defineTextMatches } from "./textSearch.ts";

const CACHED_STATEMENTS = 512;
/** Characters. */
const LONGEST_CACHED = 30_000;
/** How long to wait for another program's lock; the wait blocks this process. */
const BUSY_TIMEOUT_MS = 2000;
/** Restarting writers reuse the log file up to this size; a burst does not keep the disk for good. */
const JOURNAL_SIZE_LIMIT = 64 * 1024 * 1024;

const changesSchema = /^\s*(?:create|alter|drop|reindex)\b/i;
const ownedByAdapter = /^\s*(?:begin|commit|end|rollback|savepoint|release|attach|detach|vacuum)\b/i;

/** `write` commits durably by itself, `writeAhead` leaves the sync of the log to a `LogSync`. */
export type Access = "read" | "write" | "writeAhead";
export type Control =
  | "BEGIN"
  | "BEGIN IMMEDIATE"
  | "COMMIT"
  | "ROLLBACK"
  | "SAVEPOINT unit"
  | "RELEASE unit"
  | "ROLLBACK TO unit";

export class Connection {
  readonly #file: string;
  readonly #access: Access;
  readonly #onOpen: () => void;
  readonly #statements = new StatementCache(CACHED_STATEMENTS);
  readonly #controls = new Map<Control, Sqlite.Statement>();
  readonly #met: MetRows = { count: 0 };
  #raw: Sqlite.Database | undefined;
  #broken = false;

  /** `onOpen` is told each time the file is really opened. */
  constructor(file: string, access: Access, onOpen: () => void) {
    this.#file = file;
    this.#access = access;
    this.#onOpen = onOpen;
  }

  get isOpen(): boolean {
    return this.#raw !== undefined;
  }

  get inTransaction(): boolean {
    return this.#raw?.inTransaction ?? false;
  }

  /** The prepared statement. Refuses texts that would disturb the adapter's transactions. */
  prepare(text: string): Statement {
    // A cached statement of an open connection is the usual case and costs one look-up.
    const known = this.#raw === undefined || this.#broken ? undefined : this.#statements.get(text);
    return known ?? this.#guard(() => this.#prepared(text));
  }

  execute(statement: Sql): Outcome {
    return this.prepare(statement.text).execute(statement.parameters);
  }

  all(statement: Sql): readonly Row[] {
    return this.prepare(statement.text).all(statement.parameters);
  }

  first(statement: Sql): Row | undefined {
    return this.prepare(statement.text).first(statement.parameters);
  }

  control(text: Control): void {
    this.#guard(() => {
      const raw = this.#opened();
      const known = this.#controls.get(text) ?? raw.prepare(text);
      this.#controls.set(text, known);
      known.run();
    });
  }

  /** Writes all that the log holds into the database's file, durably, and empties the log. */
  foldLog(): void {
    this.#guard(() => {
      const [outcome] = this.#opened().pragma("wal_checkpoint(TRUNCATE)") as { readonly busy: number }[];
      if (outcome?.busy !== 0) throw new DatabaseUnavailableError(`The log of ${this.#file} is being read.`, false);
    });
  }

  /** Opens the file now, so that a broken one is reported at once. */
  open(): void {
    this.#guard(() => this.#opened());
  }

  /** Closes the file; the next use opens it again. */
  close(): void {
    this.#statements.clear();
    this.#controls.clear();
    const raw = this.#raw;
    this.#raw = undefined;
    this.#broken = false;
    raw?.close();
  }

  #prepared(text: string): Statement {
    const raw = this.#opened();
    if (ownedByAdapter.test(text)) {
      throw new Error(
        `Transactions and files are the adapter's own: not to be run as a statement: ${text.slice(0, 60)}`,
      );
    }
    const { text: plain, places } = withPlainPlaceholders(text);
    const statement = new Statement(raw.prepare(plain), places, this.#met, (error) => this.#translated(error));
    // SQLite prepares cached statements anew by itself after a schema change; the change itself runs once.
    // Long texts are rare, and many of them would fill the memory.
    if (text.length <= LONGEST_CACHED && !changesSchema.test(text)) this.#statements.set(text, statement);
    return statement;
  }

  #opened(): Sqlite.Database {
    if (this.#raw !== undefined && !this.#broken) return this.#raw;
    this.close();
    const raw = new Sqlite(this.#file, {
      readonly: this.#access === "read",
      fileMustExist: true,
      timeout: BUSY_TIMEOUT_MS,
    });
    try {
      configure(raw, this.#access);
      defineRowGuard(raw, this.#met);
      defineTextMatches(raw);
    } catch (error) {
      raw.close();
      throw error;
    }
    this.#raw = raw;
    this.#onOpen();
    return raw;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#translated(error);
    }
  }

  #translated(error: unknown): unknown {
    const translated = translate(error, this.#file);
    if (translated instanceof DatabaseUnavailableError && translated.broken) this.#broken = true;
    return translated;
  }
}

function configure(raw: Sqlite.Database, access: Access): void {
  if (access !== "read") {
    raw.pragma("journal_mode = WAL");
    // With FULL each commit is on the disk when it returns; NORMAL alone would lose the tail on a power cut.
    raw.pragma(`synchronous = ${access === "write" ? "FULL" : "NORMAL"}`);
    raw.pragma("fullfsync = ON");
    // Pages. Rows with random keys touch the same pages again and again: four times as many are folded in once, not four times.
    raw.pragma("wal_autocheckpoint = 4000");
    raw.pragma(`journal_size_limit = ${JOURNAL_SIZE_LIMIT}`);
  }
  raw.pragma("foreign_keys = ON");
  raw.pragma("trusted_schema = OFF");
  raw.pragma("temp_store = MEMORY");
  // Mapped reads were no faster here, and a failing disk would kill the process instead of raising an error.
  raw.pragma("mmap_size = 0");
  raw.pragma("cache_size = -8000");
}
