/** The job engine: takes waiting jobs, runs those of different lanes side by side, and leaves none standing. */

import type { Clock } from "#ports/clock";
import type { Database, Runner } from "#ports/database";
import type { Log } from "#ports/log";
import { JobControl } from "./control.ts";
import { execute } from "./execute.ts";
import { HeldJob, type HeldParts } from "./held.ts";
import type { JobFilter, JobKind, JobRecord, NewJob } from "./job.ts";
import type { CancelOutcome, JobCursor, JobPage, Jobs, RetryOutcome } from "./jobs.ts";
import { Leases } from "./leases.ts";
import { type Enqueued, JobQueue } from "./queue.ts";
import { createStatements } from "./statements.ts";
import type { JobsTable } from "./tables.ts";
import { type JobTiming, usualTiming } from "./timing.ts";

const CONCURRENCY = 8;
/** After a bug in the engine itself a job rests so long before it is taken again. */
const REST_MS = 1_000;
/** How long a cancel waits for the end of a job that had not begun. */
const CANCEL_MS = 2_000;
/** At a stop: how long aborted steps may take to end before their jobs are left to the next start. */
const ABORTED_MS = 2_000;

export interface JobsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process among those that share the database; a new one at each start. */
  readonly owner: string;
  /** True when no other process can run jobs of this database: then what an earlier process left is taken at once. */
  readonly soleOwner: boolean;
  /** Jobs that run at one time. */
  readonly concurrency?: number;
  readonly timing?: Partial<JobTiming>;
}

interface Run {
  readonly control: JobControl;
  readonly done: Promise<void>;
}

/** The engine on `database`, whose tables `jobMigrations` make. */
export function createJobs(options: JobsOptions): Jobs {
  return new JobEngine(options);
}

class JobEngine implements Jobs {
  readonly #database: Database;
  readonly #log: Log;
  readonly #owner: string;
  readonly #concurrency: number;
  readonly #soleOwner: boolean;
  readonly #timing: JobTiming;
  readonly #parts: HeldParts;
  readonly #queue: JobQueue;
  readonly #leases: Leases;
  readonly #kinds = new Map<string, JobKind>();
  readonly #runs = new Map<string, Run>();
  #timers: NodeJS.Timeout[] = [];
  #started = false;
  #pumping: Promise<void> | undefined;
  #again = false;
  #halted = false;

  constructor(options: JobsOptions) {
    const { database, clock, log, owner, soleOwner } = options;
    this.#database = database;
    this.#log = log;
    this.#owner = owner;
    this.#soleOwner = soleOwner;
    this.#concurrency = options.concurrency ?? CONCURRENCY;
    this.#timing = { ...usualTiming, ...options.timing };
    const statements = createStatements(database);
    this.#parts = { database, clock, log, statements, timing: this.#timing };
    this.#queue = new JobQueue(database, clock, statements);
    this.#leases = new Leases({ ...this.#parts, owner, soleOwner });
  }

  define<Input>(kind: JobKind<Input>): void {
    const names = new Set(kind.steps.map(({ name }) => name));
    if (this.#kinds.has(kind.operation)) throw new Error(`The job ${kind.operation} is defined twice.`);
    if (names.size !== kind.steps.length || names.has("")) {
      throw new Error(`The steps of ${kind.operation} need names of their own: a crash is resumed by name.`);
    }
    // The input of a kind is what its own operation queued; the engine only carries it.
    this.#kinds.set(kind.operation, kind);
  }

  enqueue(transaction: Runner, job: NewJob): Promise<Enqueued> {
    return this.#queue.enqueue(transaction, job);
  }

  find(filter: JobFilter & { readonly id: string }): Promise<JobRecord | undefined> {
    return this.#parts.statements.records.find(this.#database, filter);
  }

  list(filter: JobFilter, limit: number, after?: JobCursor): Promise<JobPage> {
    return this.#parts.statements.records.list(this.#database, filter, limit, after);
  }

  /**
   * Answers once the cancel is durable. A running job is aborted, undone, and ends FAILED in a moment; one that waits is
   * ended before the answer, whatever else is running.
   */
  async cancel(filter: JobFilter & { readonly id: string }, reason: string): Promise<CancelOutcome> {
    const outcome = await this.#queue.cancel(filter, reason);
    if (outcome !== "cancelled") return outcome;
    // A job that is being taken at this moment has a run as soon as the pump is done.
    if (!this.#runs.has(filter.id)) await this.#pumping;
    const run = this.#runs.get(filter.id);
    run?.control.cancel(reason);
    if (run === undefined && !this.#halted) await this.#endWaiting(filter.id);
    return outcome;
  }

  async retry(filter: JobFilter & { readonly id: string }): Promise<RetryOutcome> {
    const outcome = await this.#queue.retry(filter);
    if (outcome === "queued") this.wake();
    return outcome;
  }

  forget(runner: Runner, subject: string, lane: string | undefined, exceptId: string): Promise<void> {
    return this.#queue.forget(runner, subject, lane, exceptId);
  }

  wake(): void {
    if (!this.#started) return;
    this.#again = true;
    // A pump that runs looks once more before it ends.
    this.#pumping ??= this.#pump().finally(() => (this.#pumping = undefined));
  }

  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    this.#halted = false;
    const every = (ms: number, work: () => void): void => {
      const timer = setInterval(work, ms);
      timer.unref();
      this.#timers.push(timer);
    };
    every(this.#timing.pollMs, () => this.wake());
    if (!this.#soleOwner) every(this.#timing.leaseMs / 3, () => void this.#renew());
    this.wake();
    await this.#pumping;
  }

  async stop(graceMs: number): Promise<void> {
    this.#started = false;
    this.#halted = true;
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    await this.#pumping;
    const runs = [...this.#runs.values()];
    for (const { control } of runs) control.stop();
    if (await within(graceMs, runs)) return;
    for (const { control } of runs) control.interrupt("The server stops.");
    await within(ABORTED_MS, runs);
  }

  async #pump(): Promise<void> {
    while (this.#started && this.#again) {
      this.#again = false;
      try {
        const free = this.#concurrency - this.#runs.size;
        const rows = await this.#leases.claim(free, (id) => this.#runs.has(id), this.#runs.size);
        for (const row of rows) this.#begin(row);
      } catch (error) {
        this.#log.error({ error }, "waiting jobs could not be taken; trying again soon");
      }
    }
  }

  /** A cancelled job does not wait for a free place to be taken back. */
  async #endWaiting(id: string): Promise<void> {
    const row = await this.#leases.claimWaiting(id);
    if (row === undefined) return;
    this.#begin(row);
    await within(
      CANCEL_MS,
      [...this.#runs].filter(([running]) => running === id).map(([, run]) => run),
    );
  }

  #begin(row: JobsTable): void {
    const control = new JobControl();
    const done = this.#carryOut(row, control).finally(() => {
      this.#runs.delete(row.id);
      this.wake();
    });
    this.#runs.set(row.id, { control, done });
  }

  async #carryOut(row: JobsTable, control: JobControl): Promise<void> {
    try {
      const held = new HeldJob(this.#parts, row, this.#owner, control);
      const ending = await execute(held, this.#kinds.get(row.operation), this.#timing, this.#log);
      if (ending === "interrupted") await held.release();
    } catch (error) {
      // The job stays RUNNING without a run, so it is taken again: by this process, or by one that finds its lease run out.
      const fields = { jobId: row.id, operation: row.operation, error };
      if (control.lost || control.stopping) this.#log.warn(fields, "a job was left to be taken up again");
      else this.#log.error(fields, "a job was interrupted by a failure of the engine; it is taken up again");
      if (!control.stopping) await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  }

  async #renew(): Promise<void> {
    if (this.#runs.size === 0) return;
    try {
      const kept = await this.#leases.renew();
      for (const [id, { control }] of this.#runs) {
        const state = kept.get(id);
        if (state === undefined) control.lose();
        else if (state.cancelReason !== null) control.cancel(state.cancelReason);
      }
    } catch (error) {
      this.#log.error({ error }, "the leases of running jobs could not be renewed");
    }
  }
}

/** Whether all runs ended within `ms`. */
async function within(ms: number, runs: readonly Run[]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const ended = await Promise.race([Promise.all(runs.map(({ done }) => done)).then(() => true), late]);
  clearTimeout(timer);
  return ended;
}
