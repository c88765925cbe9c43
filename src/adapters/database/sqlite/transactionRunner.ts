/** The runner handed to the work of one transaction: no use after its end, and no way on after a failed statement. */

import type { Outcome, Row, Runner, Sql } from "#ports/database";
import type { Connection } from "./connection.ts";

export class TransactionRunner implements Runner {
  readonly #connection: Connection;
  #finished = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async run<R = Row>(statement: Sql): Promise<Outcome<R>> {
    return this.#step(() => this.#connection.execute(statement)) as Outcome<R>;
  }

  async all<R = Row>(statement: Sql): Promise<readonly R[]> {
    return this.#step(() => this.#connection.all(statement)) as readonly R[];
  }

  async first<R = Row>(statement: Sql): Promise<R | undefined> {
    return this.#step(() => this.#connection.first(statement)) as R | undefined;
  }

  /** Before the commit: throws the first statement error even if the work swallowed it. */
  end(): void {
    this.finish();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  finish(): void {
    this.#finished = true;
  }

  #step<T>(work: () => T): T {
    if (this.#finished) throw new Error("The transaction has ended; its runner cannot be used any more.");
    // Engines differ in what a failed statement leaves behind, so none lets the transaction go on.
    if (this.#failure !== undefined) throw this.#failure.error;
    try {
      return work();
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}
