/** What happens to jobs from outside: queued, cancelled, tried again, forgotten. */

import type { Clock } from "#ports/clock";
import type { Database, Runner } from "#ports/database";
import type { JobFilter, JobRecord, NewJob } from "./job.ts";
import type { CancelOutcome, RetryOutcome } from "./jobs.ts";
import type { JobStatements } from "./statements.ts";
import type { JobsTable } from "./tables.ts";

export type Enqueued = { readonly job: JobRecord } | { readonly busy: JobRecord };

export class JobQueue {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #statements: JobStatements;

  constructor(database: Database, clock: Clock, statements: JobStatements) {
    this.#database = database;
    this.#clock = clock;
    this.#statements = statements;
  }

  /** Inserts a PENDING job unless the lane is busy. The lane is looked at inside the transaction, so of two callers one sees the other. */
  async enqueue(transaction: Runner, job: NewJob): Promise<Enqueued> {
    const busy = await this.#busy(transaction, job.subject, job.lane);
    if (busy !== undefined) return { busy };
    const now = this.#clock.now();
    const { id, subject, lane, operation } = job;
    const input = JSON.stringify(job.input ?? null);
    await transaction.run(this.#statements.insert({ id, subject, lane, operation, input, now }));
    const shape = { status: "PENDING", error: "", progress: [], attempts: 0 } as const;
    return {
      job: { id, subject, lane, operation, input: JSON.parse(input), createTime: now, updateTime: now, ...shape },
    };
  }

  /** Accepts a cancel for good: from now on the job can only be undone and end FAILED, whoever runs it. */
  async cancel(filter: JobFilter & { readonly id: string }, reason: string): Promise<CancelOutcome> {
    const { builder, records } = this.#statements;
    return this.#database.transaction(async (transaction) => {
      const row = await records.findRow(transaction, filter);
      if (row === undefined) return "not-found";
      if (row.status !== "PENDING" && row.status !== "RUNNING") return "not-active";
      const values = { cancel_reason: row.cancel_reason ?? reason, update_time: this.#clock.now() };
      const query = builder.tables.updateTable("jobs").set(values).where("id", "=", row.id);
      await transaction.run(builder.compile(query));
      return "cancelled";
    });
  }

  /** Puts a FAILED job back to where it was when it was new; its progress lines stay. */
  async retry(filter: JobFilter & { readonly id: string }): Promise<RetryOutcome> {
    const { builder, records, report } = this.#statements;
    return this.#database.transaction(async (transaction) => {
      const row = await records.findRow(transaction, filter);
      if (row === undefined) return "not-found";
      if (row.status !== "FAILED") return "not-failed";
      if ((await this.#busy(transaction, row.subject, row.lane)) !== undefined) return "lane-busy";
      const now = this.#clock.now();
      const clean = { error: "", notes: "{}", phase: "forward", step: "", reason: "", left_behind: "[]" } as const;
      const free = { status: "PENDING", cancel_reason: null, attempts: 0, owner: null, lease_until: 0 } as const;
      const query = builder.tables
        .updateTable("jobs")
        .set({ ...clean, ...free, update_time: now })
        .where("id", "=", row.id);
      await transaction.run(builder.compile(query));
      await transaction.run(report({ id: row.id, at: now, step: "", text: "Queued again." }));
      return "queued";
    });
  }

  /** Removes finished jobs of a subject, of one lane or of all, but for `exceptId`. */
  async forget(runner: Runner, subject: string, lane: string | undefined, exceptId: string): Promise<void> {
    const { tables, compile } = this.#statements.builder;
    let finished = tables
      .selectFrom("jobs")
      .select("id")
      .where("subject", "=", subject)
      .where("id", "<>", exceptId)
      .where("status", "in", ["COMPLETED", "FAILED"]);
    if (lane !== undefined) finished = finished.where("lane", "=", lane);
    await runner.run(compile(tables.deleteFrom("job_progress").where("job_id", "in", finished)));
    await runner.run(compile(tables.deleteFrom("jobs").where("id", "in", finished)));
  }

  /** The active job that keeps the lane busy. */
  async #busy(transaction: Runner, subject: string, lane: string): Promise<JobRecord | undefined> {
    const { busySubject, busyLane, records } = this.#statements;
    const active = await transaction.first<Pick<JobsTable, "id">>(
      lane === "*" ? busySubject({ subject }) : busyLane({ subject, lane }),
    );
    return active && records.find(transaction, { subject, id: active.id });
  }
}
