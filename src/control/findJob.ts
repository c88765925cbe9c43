/** Finding a job by the environment label a client has in hand. */

import type { JobRecord } from "#kernel/jobs/job";
import { notFound } from "./faults.ts";
import { wholeApp } from "./jobView.ts";
import { checkAppId, checkEnvironment, checkId } from "./names.ts";
import type { ControlParts } from "./parts.ts";

/**
 * Jobs stay readable when their environment or app is gone. A job of the whole app is found under any environment's
 * name, a clone under that of its source and of its target.
 * @throws NotFoundException
 */
export async function findJob(
  parts: ControlParts,
  appId: string,
  environment: string,
  jobId: string,
): Promise<JobRecord> {
  checkAppId(appId);
  checkEnvironment(environment);
  checkId(jobId, "JobId");
  const job = await parts.jobs.find({ subject: appId, id: jobId });
  if (!job || !concerns(job, environment)) {
    throw notFound("Job", `App ${appId} has no job ${jobId} for backend environment ${environment}.`);
  }
  return job;
}

function concerns(job: JobRecord, environment: string): boolean {
  if (job.lane === wholeApp || job.lane === environment) return true;
  return (
    job.operation === "CloneBackend" && (job.input as { readonly environment?: unknown }).environment === environment
  );
}
