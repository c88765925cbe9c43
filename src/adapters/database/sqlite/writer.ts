/** The one writer of a SQLite file: batches that wait together share a durable commit; transactions run one by one. */

import { AsyncLocalStorage } from "node:async_hooks";
import type { Outcome, Runner, Sql } from "#ports/database";
import { commitTogether, type Result, rollBack, type Unit } from "./commit.ts";
import type { Connection } from "./connection.ts";
import { TransactionRunner } from "./transactionRunner.ts";

/** Bounds how long one shared commit takes. */
const UNITS_PER_COMMIT = 256;
/** Fewer are committed in less time than handing them over takes. */
const WORTH_HANDING_OVER = 4;
/** So many go at once, while others are still arriving: then both threads are at work. */
const CROWD = 16;
/** A transaction awaits only its own statements, so one that lasts this long has a bug and must not block the file for good. */
const TRANSACTION_LIMIT_MS = 30_000;

interface Waiting {
  readonly statements: Unit;
  resolve(outcomes: readonly Outcome[]): void;
  reject(error: unknown): void;
}

type Task = Waiting | (() => Promise<void>);
/** Commits units as `commitTogether` does, but not on this thread, in the order they are given; those given meanwhile may share the next commit. */
export type CommitElsewhere = (units: readonly Unit[]) => Promise<readonly Result[]>;

/** Which writer the running code holds a transaction of. */
const holding = new AsyncLocalStorage<{ readonly writer: Writer; open: boolean }>();

export class Writer {
  readonly #connection: Connection;
  readonly #elsewhere: CommitElsewhere | undefined;
  readonly #onWrite: () => void;
  readonly #queue: Task[] = [];
  /** Units at the front of the queue, before the first transaction. */
  #crowd = 0;
  /** Somebody uses the connection: a transaction, or a commit on this thread. */
  #inUse = false;
  /** Crowds that are committed elsewhere now. */
  #away = 0;
  #isScheduled = false;
  #commits = 0;
  #drained: (() => void)[] = [];

  /**
   * `elsewhere` takes commits that are worth handing over; the connection is not used meanwhile. `onWrite` is called
   * before anything is written, while the writer is still idle.
   */
  constructor(connection: Connection, elsewhere?: CommitElsewhere, onWrite: () => void = () => undefined) {
    this.#connection = connection;
    this.#elsewhere = elsewhere;
    this.#onWrite = onWrite;
  }

  /** Counts commits; grows before anybody hears of one. */
  get commits(): number {
    return this.#commits;
  }

  get idle(): boolean {
    return !this.#inUse && this.#away === 0 && this.#queue.length === 0;
  }

  batch(statements: readonly Sql[]): Promise<readonly Outcome[]> {
    this.#refuseNested();
    return new Promise((resolve, reject) => {
      const isFront = this.#crowd === this.#queue.length;
      this.#queue.push({ statements, resolve, reject });
      if (isFront) this.#crowd += 1;
      if (isFront && this.#elsewhere !== undefined && this.#crowd >= CROWD) this.#advance();
      // Those that arrive in this turn of the event loop share a commit.
      else this.#schedule();
    });
  }

  transaction<T>(work: (transaction: Runner) => Promise<T>): Promise<T> {
    this.#refuseNested();
    return new Promise((resolve, reject) => {
      this.#queue.push(() => this.#interactive(work).then(resolve, reject));
      if (this.#queue.length === 1) this.#advance();
    });
  }

  /** Settles when everything queued has run. */
  async drain(): Promise<void> {
    if (!this.idle) await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  /** Waiting for the queue inside a transaction of this very writer would wait for ever. */
  #refuseNested(): void {
    const held = holding.getStore();
    if (held?.open === true && held.writer === this) {
      throw new Error("Inside a transaction only the transaction's own runner may change the database.");
    }
  }

  /** Goes on after this turn of the event loop. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#advance();
    });
  }

  /** Begins what can begin; called again whenever something ends. */
  #advance(): void {
    if (this.#inUse) return;
    const [task] = this.#queue;
    if (typeof task === "function") {
      if (this.#away === 0) void this.#begin(task);
    } else if (task !== undefined) {
      this.#commitCrowd();
    } else if (this.idle) {
      for (const done of this.#drained.splice(0)) done();
    }
  }

  async #begin(transaction: () => Promise<void>): Promise<void> {
    this.#queue.shift();
    this.#crowd = this.#queue.findIndex((task) => typeof task === "function");
    if (this.#crowd < 0) this.#crowd = this.#queue.length;
    this.#onWrite();
    this.#inUse = true;
    await transaction();
    this.#inUse = false;
    this.#schedule();
  }

  #commitCrowd(): void {
    const count = Math.min(this.#crowd, UNITS_PER_COMMIT);
    const crowd = this.#queue.splice(0, count) as Waiting[];
    this.#crowd -= count;
    const units = crowd.map(({ statements }) => statements);
    this.#onWrite();
    if (this.#elsewhere !== undefined && (count >= WORTH_HANDING_OVER || this.#away > 0)) {
      this.#away += 1;
      void this.#handOver(this.#elsewhere(units), crowd);
    } else {
      this.#inUse = true;
      this.#settle(crowd, commitTogether(this.#connection, units));
      this.#inUse = false;
    }
    // Other work comes between two commits.
    this.#schedule();
  }

  async #handOver(committed: Promise<readonly Result[]>, crowd: readonly Waiting[]): Promise<void> {
    try {
      const results = await committed;
      this.#settle(crowd, results);
    } catch (error) {
      for (const unit of crowd) unit.reject(error);
    }
    this.#away -= 1;
    // Those who waited hear of their commit before a transaction begins.
    if (typeof this.#queue[0] === "function") this.#schedule();
    else this.#advance();
  }

  #settle(crowd: readonly Waiting[], results: readonly Result[]): void {
    this.#commits += 1;
    for (const [index, unit] of crowd.entries()) {
      const result = results[index];
      if (result === undefined) unit.reject(new Error("The batch was not run."));
      else if ("error" in result) unit.reject(result.error);
      else unit.resolve(result.outcomes);
    }
  }

  async #interactive<T>(work: (transaction: Runner) => Promise<T>): Promise<T> {
    this.#connection.control("BEGIN IMMEDIATE");
    const runner = new TransactionRunner(this.#connection);
    const held = { writer: this, open: true };
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<never>((_, reject) => {
        const error = new Error(`A transaction was still open after ${TRANSACTION_LIMIT_MS} ms and was rolled back.`);
        timer = setTimeout(() => reject(error), TRANSACTION_LIMIT_MS);
      });
      const value = await Promise.race([holding.run(held, () => work(runner)), late]);
      runner.end();
      this.#connection.control("COMMIT");
      this.#commits += 1;
      return value;
    } catch (error) {
      rollBack(this.#connection);
      throw error;
    } finally {
      clearTimeout(timer);
      runner.finish();
      held.open = false;
    }
  }
}
