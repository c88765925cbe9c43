/**
 * Puts committed changes on the disk while the event loop goes on: the write-ahead log is synced in a thread of libuv's
 * pool. For connections with `synchronous = NORMAL`, whose commits leave that to us.
 */

import { closeSync, fdatasync, openSync } from "node:fs";
import { promisify } from "node:util";
import { DatabaseUnavailableError } from "./errors.ts";

/** Writes what the system holds back of a file, by its descriptor. */
export type SyncFile = (descriptor: number) => Promise<void>;

export class LogSync {
  readonly #log: string;
  readonly #syncFile: SyncFile;
  #descriptor: number | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** `file` is the database's. */
  constructor(file: string, syncFile: SyncFile = promisify(fdatasync)) {
    this.#log = `${file}-wal`;
    this.#syncFile = syncFile;
  }

  /** The sync under way; it may have begun before the last commit. Never rejects. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /**
   * Settles when all that was committed before the call is on the disk. Calls made while a sync runs share the next one.
   * @throws DatabaseUnavailable when the disk fails: then nobody knows what of it is kept
   */
  sync(): Promise<void> {
    if (this.#running === undefined) return this.#start();
    return (this.#next ??= this.#running.then(() => this.#start()));
  }

  /** To be called before the connection closes: the last one out removes the log. */
  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor === undefined) return;
    if (this.#running === undefined) closeSync(descriptor);
    else void this.#running.then(() => closeSync(descriptor));
  }

  #start(): Promise<void> {
    this.#next = undefined;
    const sync = this.#sync();
    const ended = (): void => {
      if (this.#running === running) this.#running = undefined;
    };
    const running: Promise<void> = sync.then(ended, ended);
    this.#running = running;
    return sync;
  }

  async #sync(): Promise<void> {
    try {
      // Read-only would do on Linux, not everywhere.
      this.#descriptor ??= openSync(this.#log, "r+");
      await this.#syncFile(this.#descriptor);
    } catch (error) {
      const message = `The database log ${this.#log} cannot be written: check the disk. The last changes may or may not be kept`;
      throw new DatabaseUnavailableError(
        `${message} (${String((error as NodeJS.ErrnoException).code)}).`,
        false,
        error,
      );
    }
  }
}
