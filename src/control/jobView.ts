/** A job as AmplifyBackend's answers show it. */

import type { JobRecord } from "#kernel/jobs/job";
import { epochMillisecondsText } from "#kernel/time";

/** The lane of jobs that concern a whole app; the engine lets such a job run only alone. */
export const wholeApp = "*";

/** What answers show as the environment of such a job: a label that GetBackendJob accepts, like any other. */
export const wholeAppLabel = "all";

export interface JobView {
  readonly AppId: string;
  readonly BackendEnvironmentName: string;
  readonly Error: string;
  readonly JobId: string;
  readonly Operation: string;
  readonly Status: string;
}

export type TimedJobView = JobView & { readonly CreateTime: string; readonly UpdateTime: string };

export function jobView(job: JobRecord): JobView {
  return {
    AppId: job.subject,
    BackendEnvironmentName: job.lane === wholeApp ? wholeAppLabel : job.lane,
    Error: job.error,
    JobId: job.id,
    Operation: job.operation,
    Status: job.status,
  };
}

/** The four members that the storage and config operations answer. */
export function shortJobView(job: JobRecord): Pick<JobView, "AppId" | "BackendEnvironmentName" | "JobId" | "Status"> {
  const { AppId, BackendEnvironmentName, JobId, Status } = jobView(job);
  return { AppId, BackendEnvironmentName, JobId, Status };
}

export function timedJobView(job: JobRecord): TimedJobView {
  return {
    ...jobView(job),
    CreateTime: epochMillisecondsText(job.createTime),
    UpdateTime: epochMillisecondsText(job.updateTime),
  };
}
