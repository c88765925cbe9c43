/** All SQLite databases of one data folder, held against other servers by the folder's lock. */

import type { Databases } from "#ports/database";
import { SqliteDatabase } from "./database.ts";
import { DatabaseUnavailableError } from "./errors.ts";
import { ensureFile, fileOf, HOUSE, namesIn, prepareFolder, removeFile } from "./files.ts";
import { type FolderLock, lockFolder } from "./lock.ts";

/** Databases with open files at one time; each holds up to seven descriptors. The rest sleep and wake on use. */
const AWAKE = 128;

export interface SqliteDatabasesOptions {
  readonly folder: string;
  /** Files kept open at one time before the least recently used go to rest. */
  readonly awake?: number;
}

/**
 * Opens the folder, creating it when it is missing.
 * Throws `FolderInUse` when another process (or this one, a second time) holds it, `DatabaseUnavailable` when the disk refuses.
 */
export function sqliteDatabases(options: SqliteDatabasesOptions): Databases {
  return new SqliteDatabases(options.folder, options.awake ?? AWAKE);
}

class SqliteDatabases implements Databases {
  readonly #folder: string;
  readonly #awake: number;
  readonly #lock: FolderLock;
  readonly #open = new Map<string, SqliteDatabase>();
  readonly #leaving = new Map<string, Promise<void>>();
  #uses = 0;
  #crowded = false;
  #closed = false;

  constructor(folder: string, awake: number) {
    this.#folder = folder;
    this.#awake = awake;
    this.#lock = lockFolder(folder);
    prepareFolder(folder);
  }

  async open(name: string): Promise<SqliteDatabase> {
    this.#check();
    const file = fileOf(this.#folder, name);
    await this.#leaving.get(name);
    this.#check();
    const known = this.#open.get(name);
    if (known !== undefined && !known.closed) return known;
    ensureFile(file);
    const database = new SqliteDatabase(
      name,
      file,
      name !== HOUSE,
      () => this.#use(),
      () => this.#makeRoom(),
    );
    this.#open.set(name, database);
    return database;
  }

  async drop(name: string): Promise<void> {
    this.#check();
    const file = fileOf(this.#folder, name);
    await this.#leaving.get(name);
    const database = this.#open.get(name);
    this.#open.delete(name);
    const left = (database?.close() ?? Promise.resolve()).then(() => removeFile(file));
    this.#leaving.set(name, left);
    try {
      await left;
    } finally {
      if (this.#leaving.get(name) === left) this.#leaving.delete(name);
    }
  }

  async list(): Promise<readonly string[]> {
    this.#check();
    return namesIn(this.#folder);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([...this.#open.values()].map((database) => database.close()));
    await Promise.allSettled(this.#leaving.values());
    this.#open.clear();
    this.#lock.release();
  }

  #check(): void {
    if (this.#closed) throw new DatabaseUnavailableError(`The databases of ${this.#folder} are closed.`, false);
  }

  #use(): number {
    if (this.#crowded) this.#makeRoom();
    this.#uses += 1;
    return this.#uses;
  }

  /** Too many open files end in errors everywhere; sleeping databases cost nothing. */
  #makeRoom(): void {
    const awake = [...this.#open.values()].filter((database) => database.awake);
    const tooMany = awake.length - this.#awake;
    awake.sort((a, b) => a.lastUsed - b.lastUsed);
    let rested = 0;
    for (const database of awake.slice(0, Math.max(0, tooMany))) if (database.rest()) rested += 1;
    // Those still at work cannot rest; the next use of any database tries again.
    this.#crowded = rested < tooMany;
  }
}
