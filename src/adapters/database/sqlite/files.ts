/** Where databases lie on disk: `house.sqlite` beside a folder `apis/` with one file for every other name. */

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseUnavailableError } from "./errors.ts";

export const HOUSE = "house";
const SUFFIX = ".sqlite";
const DROPPED = ".dropped";
const names = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Path of the database `name`; a name that could leave the folder is refused. */
export function fileOf(folder: string, name: string): string {
  if (!names.test(name)) {
    throw new RangeError(
      `${JSON.stringify(name)} is not a database name: 1 to 63 lower-case letters, digits and hyphens.`,
    );
  }
  return name === HOUSE ? join(folder, `${HOUSE}${SUFFIX}`) : join(folder, "apis", `${name}${SUFFIX}`);
}

/** Makes the folders and ends removals that a crash left half done. */
export function prepareFolder(folder: string): void {
  guardFiles(folder, () => {
    mkdirSync(join(folder, "apis"), { recursive: true, mode: 0o700 });
    syncFolder(folder);
    for (const each of [folder, join(folder, "apis")]) {
      for (const file of readdirSync(each)) if (file.endsWith(DROPPED)) rmSync(join(each, file), { force: true });
    }
  });
}

/** Makes an empty file that only this user may read, unless there is one. SQLite gives its side files the same rights. */
export function ensureFile(file: string): void {
  guardFiles(file, () => {
    if (existsSync(file)) return;
    // A log without its database is what a crash in the middle of a removal left; it must not flow into the new one.
    removeSideFiles(file);
    closeSync(openSync(file, "a", 0o600));
    syncFolder(dirname(file));
  });
}

/** Removes a closed database. The rename is the point of no return: before it all is there, after it nothing counts. */
export function removeFile(file: string): void {
  guardFiles(file, () => {
    if (existsSync(file)) renameSync(file, `${file}${DROPPED}`);
    removeSideFiles(file);
    rmSync(`${file}${DROPPED}`, { force: true });
    syncFolder(dirname(file));
  });
}

/** Names of the databases in the folder, sorted. */
export function namesIn(folder: string): readonly string[] {
  return guardFiles(folder, () => {
    const apis = readdirSync(join(folder, "apis"))
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length));
    const house = existsSync(fileOf(folder, HOUSE)) ? [HOUSE] : [];
    return [...house, ...apis].filter((name) => names.test(name)).sort();
  });
}

function removeSideFiles(file: string): void {
  for (const suffix of ["-wal", "-shm", "-journal"]) rmSync(`${file}${suffix}`, { force: true });
}

/** A new or removed name is durable once its folder is. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Runs file work; what the disk refuses is thrown as `DatabaseUnavailable`. */
export function guardFiles<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new DatabaseUnavailableError(
      `${path} cannot be made or changed (${code}); check its folder, rights and room.`,
      false,
      error,
    );
  }
}
