/** A job as operators see it: with the lines of its progress. */

import { wholeApp, wholeAppLabel } from "#control/jobView";
import type { JobRecord, JobStatus, ProgressLine } from "#kernel/jobs/job";

export interface OperatorJobView {
  readonly id: string;
  readonly appId: string;
  readonly environment: string;
  readonly operation: string;
  readonly status: JobStatus;
  /** Empty unless FAILED. */
  readonly error: string;
  readonly progress: readonly ProgressLine[];
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly createTime: number;
  readonly updateTime: number;
}

/** Without the job's input, which may hold sealed secrets. */
export function operatorJobView(job: JobRecord): OperatorJobView {
  const { id, subject: appId, lane, operation, status, error, progress, attempts, createTime, updateTime } = job;
  const environment = lane === wholeApp ? wholeAppLabel : lane;
  return { id, appId, environment, operation, status, error, progress, attempts, createTime, updateTime };
}
