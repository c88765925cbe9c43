/** The rows of an app and an environment in the making: put in with the request, put back when a failed job runs again, taken back when it fails. */

import type { StepContext } from "#kernel/jobs/job";
import type { ControlParts } from "#control/parts";
import type { Runner } from "#ports/database";

export interface BackendInput {
  /** The name an unknown app is registered under. */
  readonly appName: string;
  readonly appIncarnation: string;
  readonly environment: string;
  readonly incarnation: string;
  readonly resourceName: string;
  readonly stackName: string;
  readonly settings: string;
}

type Job = Pick<StepContext<unknown>, "jobId" | "subject">;

/** Inserts what is missing. */
export async function insertBackend(
  parts: ControlParts,
  transaction: Runner,
  job: Job,
  input: BackendInput,
): Promise<void> {
  const { apps, environments } = parts.stores;
  const now = parts.clock.now();
  if (!(await apps.find(transaction, job.subject))) {
    const { appName: name, appIncarnation: incarnation, settings } = input;
    await apps.insert(transaction, { appId: job.subject, name, incarnation, settings, jobId: job.jobId, now });
  }
  await environments.insert(transaction, {
    appId: job.subject,
    name: input.environment,
    incarnation: input.incarnation,
    state: "CREATING",
    resourceName: input.resourceName,
    stackName: input.stackName,
    deploymentArtifacts: `${input.stackName}-deployment`,
    jobId: job.jobId,
    now,
  });
}

/** @returns false when another environment of that name is there. */
export async function ensureBackend(parts: ControlParts, job: Job, input: BackendInput): Promise<boolean> {
  return parts.database.transaction(async (transaction) => {
    const held = await parts.stores.environments.find(transaction, job.subject, input.environment);
    if (held) return held.incarnation === input.incarnation;
    await insertBackend(parts, transaction, job, input);
    return true;
  });
}

/** The environment may be used from now on, and its app stays. */
export async function settleBackend(parts: ControlParts, job: Job, environment: string): Promise<void> {
  await parts.database.transaction(async (transaction) => {
    await parts.stores.environments.setState(transaction, job.subject, environment, "READY", parts.clock.now());
    await parts.stores.apps.settle(transaction, job.subject);
  });
}

/**
 * Takes back every row that the job brought and did not finish. An environment whose resources could not be taken back
 * stays, closed, so that DeleteBackend can be asked for. Safe to run again, and for jobs that brought no rows.
 */
export async function withdrawBackend(parts: ControlParts, job: Pick<Job, "jobId">): Promise<void> {
  await parts.database.transaction(async (transaction) => {
    await parts.stores.resources.removeUnfinished(transaction, job.jobId);
    await parts.stores.environments.removeUnfinished(transaction, job.jobId, parts.clock.now());
    await parts.stores.apps.removeUnfinished(transaction, job.jobId);
  });
}
