/** The one writer of a SQLite file: batches that wait together share a durable commit; transactions run one by one. */

import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Outcome, Runner, Sql } from "#ports/database";
import type { Connection } from "./connection.ts";
import type { LogSync } from "./logSync.ts";
import { TransactionRunner } from "./transactionRunner.ts";

/** Bounds how long one shared commit keeps the process from other work. */
const UNITS_PER_COMMIT = 256;
/** A transaction awaits only its own statements, so one that lasts this long has a bug and must not block the file for good. */
const TRANSACTION_LIMIT_MS = 30_000;

interface Unit {
  readonly statements: readonly Sql[];
  resolve(outcomes: readonly Outcome[]): void;
  reject(error: unknown): void;
}

type Task = Unit | (() => Promise<void>);
type Result = { readonly outcomes: readonly Outcome[] } | { readonly error: unknown };

/** Which writer the running code holds a transaction of. */
const holding = new AsyncLocalStorage<{ readonly writer: Writer; open: boolean }>();

export class Writer {
  readonly #connection: Connection;
  readonly #queue: Task[] = [];
  readonly #onWrite: () => void;
  readonly #log: LogSync | undefined;
  #pumping = false;
  /** Commits whose callers still wait for the disk. */
  #undurable = 0;
  /** True when the disk refused a sync: what was committed is read from the system's memory and may be nowhere else. */
  #unsure = false;
  #commits = 0;
  #drained: (() => void)[] = [];

  /** `onWrite` is called before anything is written; `log` makes commits durable that are not by themselves. */
  constructor(connection: Connection, onWrite: () => void = () => undefined, log?: LogSync) {
    this.#connection = connection;
    this.#onWrite = onWrite;
    this.#log = log;
  }

  /** Counts commits; grows before anybody hears of one. */
  get commits(): number {
    return this.#commits;
  }

  /** True while something is being changed or waits for its turn. */
  get writing(): boolean {
    return this.#pumping || this.#queue.length > 0;
  }

  /** True when nobody waits for anything. */
  get idle(): boolean {
    return !this.writing && this.#undurable === 0;
  }

  batch(statements: readonly Sql[]): Promise<readonly Outcome[]> {
    this.#refuseNested();
    return new Promise((resolve, reject) => {
      this.#queue.push({ statements, resolve, reject });
      this.#start(true);
    });
  }

  transaction<T>(work: (transaction: Runner) => Promise<T>): Promise<T> {
    this.#refuseNested();
    return new Promise((resolve, reject) => {
      this.#queue.push(() =>
        this.#interactive(work).then((value) => this.#whenDurable(() => resolve(value), reject), reject),
      );
      this.#start(false);
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

  #start(gather: boolean): void {
    if (this.#pumping) return;
    this.#pumping = true;
    void this.#pump(gather);
  }

  async #pump(gather: boolean): Promise<void> {
    // Batches wait for the end of this turn of the event loop, so that all that arrive in it share a commit.
    if (gather) await nextTurn();
    for (let task = this.#queue.shift(); task !== undefined; task = this.#queue.shift()) {
      if (typeof task === "function") {
        this.#onWrite();
        await task();
      } else {
        // What is committed while the disk works becomes durable with the next sync only: more may come along until then.
        if (this.#log?.running !== undefined) await this.#log.running;
        this.#onWrite();
        this.#commit(this.#withFollowers(task));
      }
      if (this.#queue.length > 0) await nextTurn();
    }
    this.#pumping = false;
    this.#tellDrained();
  }

  #tellDrained(): void {
    if (this.idle) for (const done of this.#drained.splice(0)) done();
  }

  /** Calls `settle` once all that is committed by now is on the disk, `fail` when the disk refuses. */
  #whenDurable(settle: () => void, fail: (error: unknown) => void): void {
    if (this.#log === undefined) return settle();
    this.#undurable += 1;
    const end = (tell: () => void): void => {
      this.#undurable -= 1;
      tell();
      this.#tellDrained();
    };
    this.#log.sync().then(
      () => end(settle),
      (error: unknown) => {
        this.#unsure = true;
        end(() => fail(error));
      },
    );
  }

  #begin(): void {
    if (this.#unsure) {
      // After a refusal the system may drop what it could not write. Folding the log into the file writes all of it again.
      this.#connection.foldLog();
      this.#unsure = false;
    }
    this.#connection.control("BEGIN IMMEDIATE");
  }

  #withFollowers(first: Unit): readonly Unit[] {
    const units = [first];
    for (let next = this.#queue[0]; units.length < UNITS_PER_COMMIT; next = this.#queue[0]) {
      if (next === undefined || typeof next === "function") break;
      units.push(next);
      this.#queue.shift();
    }
    return units;
  }

  #commit(units: readonly Unit[]): void {
    const [only] = units;
    if (units.length === 1 && only !== undefined) return this.#commitAlone(only);
    const results: Result[] = [];
    try {
      this.#begin();
      for (const unit of units) {
        const result = this.#inSavepoint(unit.statements);
        results.push(result);
        if ("error" in result && !this.#connection.inTransaction)
          throw new Error("SQLite rolled the whole transaction back.");
      }
      this.#connection.control("COMMIT");
      this.#commits += 1;
    } catch {
      // One unit spoilt the shared commit (a full disk, a deferred constraint): each gets a commit of its own.
      this.#rollBack();
      for (const unit of units) this.#commitAlone(unit);
      return;
    }
    this.#whenDurable(
      () => {
        for (const [index, unit] of units.entries()) settle(unit, results[index]);
      },
      (error) => {
        for (const unit of units) unit.reject(error);
      },
    );
  }

  #commitAlone(unit: Unit): void {
    let result: Result;
    try {
      const [only] = unit.statements;
      // A single statement is atomic and durable by itself.
      if (unit.statements.length === 1 && only !== undefined && !this.#unsure) {
        result = { outcomes: [this.#connection.execute(only)] };
      } else {
        this.#begin();
        const outcomes = unit.statements.map((statement) => this.#connection.execute(statement));
        this.#connection.control("COMMIT");
        result = { outcomes };
      }
      this.#commits += 1;
    } catch (error) {
      this.#rollBack();
      settle(unit, { error });
      return;
    }
    this.#whenDurable(
      () => settle(unit, result),
      (error) => unit.reject(error),
    );
  }

  #inSavepoint(statements: readonly Sql[]): Result {
    const [only] = statements;
    try {
      if (statements.length === 1 && only !== undefined) return { outcomes: [this.#connection.execute(only)] };
      this.#connection.control("SAVEPOINT unit");
      const outcomes = statements.map((statement) => this.#connection.execute(statement));
      this.#connection.control("RELEASE unit");
      return { outcomes };
    } catch (error) {
      if (statements.length > 1 && this.#connection.inTransaction) {
        this.#connection.control("ROLLBACK TO unit");
        this.#connection.control("RELEASE unit");
      }
      return { error };
    }
  }

  async #interactive<T>(work: (transaction: Runner) => Promise<T>): Promise<T> {
    this.#begin();
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
      this.#rollBack();
      throw error;
    } finally {
      clearTimeout(timer);
      runner.finish();
      held.open = false;
    }
  }

  #rollBack(): void {
    try {
      if (this.#connection.inTransaction) this.#connection.control("ROLLBACK");
    } catch {
      // A connection that cannot even roll back is closed, which does it; the next use opens it anew.
      this.#connection.close();
    }
  }
}

function settle(unit: Unit, result: Result | undefined): void {
  if (result === undefined) unit.reject(new Error("The batch was not run."));
  else if ("error" in result) unit.reject(result.error);
  else unit.resolve(result.outcomes);
}
