/** The lock of a data folder: one server at a time, and the system releases it when the process dies in any way. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { translate } from "./errors.ts";
import { guardFiles } from "./files.ts";

/** Never opened by anything but SQLite: closing another handle on it in this process would drop the system's lock. */
const LOCK_FILE = "lock.db";
const HOLDER_FILE = "lock.holder";

export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
  readonly folder: string;
  /** Process id of the holder, if it could be read. */
  readonly pid: number | undefined;

  constructor(folder: string, holder: string) {
    super(
      `The data folder ${folder} is in use by another server${holder && ` (process ${holder})`}. Stop it or choose another folder.`,
    );
    this.folder = folder;
    const pid = Number.parseInt(holder, 10);
    this.pid = Number.isNaN(pid) ? undefined : pid;
  }
}

export interface FolderLock {
  /** Gives the folder free. Calling it again does nothing. */
  release(): void;
}

/** Takes the folder (made when missing) for this process. Throws `FolderInUse`, or `DatabaseUnavailable` when the disk refuses. */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, LOCK_FILE);
  const holder = join(folder, HOLDER_FILE);
  const raw = openExclusively(folder, file, holder);
  try {
    writeFileSync(holder, `${process.pid} on ${hostname()}\n`, { mode: 0o600 });
  } catch {
    // The name of the holder is a comfort for the one who is refused; the lock holds without it.
  }
  return {
    release() {
      if (!raw.open) return;
      rmSync(holder, { force: true });
      raw.close();
    },
  };
}

function openExclusively(folder: string, file: string, holder: string): Sqlite.Database {
  let raw: Sqlite.Database | undefined;
  guardFiles(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  try {
    raw = new Sqlite(file, { timeout: 0 });
    raw.exec("BEGIN EXCLUSIVE");
    return raw;
  } catch (error) {
    raw?.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_BUSY"))
      throw new FolderInUse(folder, readHolder(holder));
    throw translate(error, file);
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
