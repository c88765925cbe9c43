/**
 * Reads of one turn of the event loop share a read transaction, and so one taking and giving back of SQLite's file
 * locks, which cost a third of a short read. None is open while anything is written: it would keep the log from being
 * folded into the file.
 */

import type { Connection } from "./connection.ts";

export class ReadTurn {
  readonly #connection: Connection;
  readonly #isQuiet: () => boolean;
  #reads = 0;
  #open = false;

  /** `isQuiet` tells whether nobody writes; who begins to write calls `end` first. */
  constructor(connection: Connection, isQuiet: () => boolean) {
    this.#connection = connection;
    this.#isQuiet = isQuiet;
  }

  /** Before each read. The first of a turn stays alone: where no other comes, a transaction would cost more than it saves. */
  enter(): void {
    this.#reads += 1;
    if (this.#reads === 1) setImmediate(() => this.#leave());
    else if (!this.#open && this.#isQuiet()) {
      this.#connection.control("BEGIN");
      this.#open = true;
    }
  }

  /** The next read sees what is committed from now on. */
  end(): void {
    if (!this.#open) return;
    this.#open = false;
    try {
      // A connection that was closed meanwhile has none.
      if (this.#connection.inTransaction) this.#connection.control("COMMIT");
    } catch {
      // One that cannot even end a read is closed, which does it; the next use opens it anew.
      this.#connection.close();
    }
  }

  #leave(): void {
    this.#reads = 0;
    this.end();
  }
}
