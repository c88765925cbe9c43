/** UpdateBackendJob: an operator cancels a waiting or running job (Status FAILED) or runs a failed one again (Status PENDING). */

import { badRequest, jobPending, notFound } from "#control/faults";
import { findJob } from "#control/findJob";
import { timedJobView } from "#control/jobView";
import { signerOf } from "#control/signer";
import type { ControlParts } from "#control/parts";
import type { UpdateBackendJobRequestTypeDef, UpdateBackendJobResponseTypeDef } from "#generated/types/amplifyBackend";
import type { JobRecord } from "#kernel/jobs/job";
import type { Operation, Result } from "#kernel/wire/operation";

export function updateBackendJob(
  parts: ControlParts,
): Operation<UpdateBackendJobRequestTypeDef, Result<UpdateBackendJobResponseTypeDef>> {
  return async (request, { caller }) => {
    const { AppId, BackendEnvironmentName, JobId, Operation, Status } = request;
    const job = await findJob(parts, AppId, BackendEnvironmentName, JobId);
    if (Operation !== undefined && Operation !== job.operation) {
      throw badRequest(
        `Job ${JobId} is a ${job.operation} job, not ${JSON.stringify(Operation.slice(0, 40))}; nothing was changed.`,
      );
    }
    if (Status === "FAILED") await cancel(parts, job, signerOf(caller));
    else if (Status === "PENDING") await retry(parts, job);
    else
      throw badRequest(
        "Status must be FAILED (cancels a PENDING or RUNNING job) or PENDING (runs a FAILED job again).",
      );
    return timedJobView(await findJob(parts, AppId, BackendEnvironmentName, JobId));
  };
}

async function cancel(parts: ControlParts, job: JobRecord, accessKeyId: string): Promise<void> {
  const outcome = await parts.jobs.cancel({ subject: job.subject, id: job.id }, `cancelled by ${accessKeyId}`);
  if (outcome === "not-found") throw gone(job);
  if (outcome === "not-active")
    throw badRequest(`Job ${job.id} has ended (${job.status}); only PENDING and RUNNING jobs can be cancelled.`);
}

async function retry(parts: ControlParts, job: JobRecord): Promise<void> {
  const outcome = await parts.jobs.retry({ subject: job.subject, id: job.id });
  if (outcome === "not-found") throw gone(job);
  if (outcome === "lane-busy") throw jobPending(job.subject, job.lane);
  if (outcome === "not-failed") throw badRequest(`Job ${job.id} is ${job.status}; only FAILED jobs can be run again.`);
  parts.jobs.wake();
}

function gone(job: JobRecord): Error {
  return notFound("Job", `App ${job.subject} has no job ${job.id}.`);
}
