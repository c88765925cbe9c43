/** Rows of the job tables. */

import type { JobStatus } from "./job.ts";

/** Going through the steps, or taking them back in reverse. */
export type Phase = "forward" | "undo";

export interface JobsTable {
  readonly id: string;
  /** Counts jobs in the order they were queued. */
  readonly sequence: number;
  readonly subject: string;
  readonly lane: string;
  readonly operation: string;
  readonly status: JobStatus;
  readonly error: string;
  /** JSON. */
  readonly input: string;
  /** JSON object. */
  readonly notes: string;
  readonly phase: Phase;
  /** Name of the step that is running or being undone; empty before the first. */
  readonly step: string;
  /** Why the job is being undone; becomes its error. */
  readonly reason: string;
  /** JSON array: what an undo that kept failing left behind. */
  readonly left_behind: string;
  /** Set once a cancel was accepted. */
  readonly cancel_reason: string | null;
  /** Starts that did not end in order. */
  readonly attempts: number;
  readonly owner: string | null;
  readonly lease_until: number;
  readonly create_time: number;
  readonly update_time: number;
}

export interface JobProgressTable {
  readonly job_id: string;
  readonly position: number;
  readonly at: number;
  readonly step: string;
  readonly text: string;
}

export interface JobTables {
  readonly jobs: JobsTable;
  readonly job_progress: JobProgressTable;
}
