/** The job engine as its users see it. Leaf types; `engine.ts` implements it. */

import type { Runner } from "#ports/database";
import type { JobFilter, JobKind, JobRecord, NewJob } from "./job.ts";

/** Position of a job in newest-first order, for stable pages. */
export interface JobCursor {
  readonly createTime: number;
  readonly sequence: number;
}

export interface JobPage {
  readonly jobs: readonly JobRecord[];
  readonly next: JobCursor | undefined;
}

export type CancelOutcome = "cancelled" | "not-active" | "not-found";
export type RetryOutcome = "queued" | "not-failed" | "lane-busy" | "not-found";

export interface Jobs {
  /** Registers what to do for an operation. All kinds are registered before `start`. */
  define<Input>(kind: JobKind<Input>): void;
  /**
   * Inserts a PENDING job inside the caller's transaction, or answers the active job that keeps the lane busy.
   * Call `wake` after the commit.
   */
  enqueue(transaction: Runner, job: NewJob): Promise<{ readonly job: JobRecord } | { readonly busy: JobRecord }>;
  wake(): void;
  find(filter: JobFilter & { readonly id: string }): Promise<JobRecord | undefined>;
  /** Newest first. */
  list(filter: JobFilter, limit: number, after?: JobCursor): Promise<JobPage>;
  /**
   * Ends a PENDING or RUNNING job as FAILED with `reason`, after its done steps were undone. The answer means that the
   * cancel is durable; a PENDING job has ended by then, a RUNNING one ends in a moment.
   */
  cancel(filter: JobFilter & { readonly id: string }, reason: string): Promise<CancelOutcome>;
  /** Puts a FAILED job back to PENDING. */
  retry(filter: JobFilter & { readonly id: string }): Promise<RetryOutcome>;
  /** Removes finished jobs of a subject (optionally of one lane), but for `exceptId`. */
  forget(runner: Runner, subject: string, lane: string | undefined, exceptId: string): Promise<void>;
  /** Takes up waiting jobs and those whose lease ran out. */
  start(): Promise<void>;
  /** Lets running steps end or aborts them after `graceMs`; their jobs are resumed at the next start. */
  stop(graceMs: number): Promise<void>;
}
