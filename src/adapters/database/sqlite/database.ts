/** One SQLite database: reads on a connection of their own, changes through the writer. */

import type { Database, Outcome, Row, Runner, Sql } from "#ports/database";
import { Connection } from "./connection.ts";
import { sqliteDialect } from "./dialect.ts";
import { DatabaseUnavailableError } from "./errors.ts";
import { LogSync } from "./logSync.ts";
import { ReadTurn } from "./readTurn.ts";
import { sqliteSpelling } from "./spelling.ts";
import type { Statement } from "./statement.ts";
import { Writer } from "./writer.ts";

export class SqliteDatabase implements Database {
  readonly dialect = sqliteDialect;
  readonly spelling = sqliteSpelling;
  /** Grows with each use; the folder puts the least recently used ones to rest. */
  lastUsed = 0;
  readonly #name: string;
  readonly #reader: Connection;
  readonly #writing: Connection;
  readonly #log: LogSync | undefined;
  readonly #writer: Writer;
  readonly #reads: ReadTurn;
  readonly #tick: () => number;
  #closed = false;

  /**
   * `tick` counts uses across the folder; `onOpen` is told when a connection is opened. `readsAhead` lets reads see a
   * commit while the disk still works on it, instead of stopping everything until it is done.
   */
  constructor(name: string, file: string, readsAhead: boolean, tick: () => number, onOpen: () => void) {
    this.#name = name;
    this.#tick = tick;
    this.#reader = new Connection(file, "read", onOpen);
    const log = readsAhead ? new LogSync(file) : undefined;
    this.#log = log;
    this.#writing = new Connection(file, log === undefined ? "write" : "writeAhead", () => {
      // A connection that is opened anew may find another log.
      log?.close();
      onOpen();
    });
    this.#reads = new ReadTurn(this.#reader, () => !this.#writer.writing);
    this.#writer = new Writer(this.#writing, () => this.#reads.end(), log);
    // The writer goes first: it puts the file into WAL mode, which a read-only connection cannot.
    this.#writing.open();
    this.#reader.open();
  }

  get closed(): boolean {
    return this.#closed;
  }

  get commits(): number {
    return this.#writer.commits;
  }

  get awake(): boolean {
    return this.#reader.isOpen || this.#writing.isOpen;
  }

  async run<R = Row>(statement: Sql): Promise<Outcome<R>> {
    const read = this.#read(statement.text);
    if (read !== undefined) return read.execute(statement.parameters) as Outcome<R>;
    const [outcome] = await this.#writer.batch([statement]);
    if (outcome === undefined) throw new Error("A statement that ran has an outcome.");
    return outcome as Outcome<R>;
  }

  async all<R = Row>(statement: Sql): Promise<readonly R[]> {
    const read = this.#read(statement.text);
    if (read !== undefined) return read.all(statement.parameters) as readonly R[];
    return (await this.run<R>(statement)).rows;
  }

  async first<R = Row>(statement: Sql): Promise<R | undefined> {
    const read = this.#read(statement.text);
    if (read !== undefined) return read.first(statement.parameters) as R | undefined;
    return (await this.run<R>(statement)).rows[0];
  }

  async transaction<T>(work: (transaction: Runner) => Promise<T>): Promise<T> {
    this.#use();
    return this.#writer.transaction(work);
  }

  batch(statements: readonly Sql[]): Promise<readonly Outcome[]> {
    try {
      this.#use();
      return this.#writer.batch(statements);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#writer.drain();
    this.rest();
  }

  /** Closes the files unless work is going on, and answers whether it did; the next use opens them again. */
  rest(): boolean {
    if (!this.#writer.idle) return false;
    // The reader goes first, so that the writer is the last one out and folds the log into the file.
    this.#reader.close();
    this.#log?.close();
    this.#writing.close();
    return true;
  }

  /** The statement on the reading connection, or undefined when it would change the database. */
  #read(text: string): Statement | undefined {
    this.#use();
    const statement = this.#reader.prepare(text);
    if (!statement.readonly) return undefined;
    this.#reads.enter();
    return statement;
  }

  #use(): void {
    if (this.#closed) throw new DatabaseUnavailableError(`The database ${this.#name} is closed.`, false);
    this.lastUsed = this.#tick();
  }
}
