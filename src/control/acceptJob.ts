/** Accepting a job: checks, rows and the job itself enter the database in one transaction, or none of them does. */

import type { JobRecord } from "#kernel/jobs/job";
import type { Runner } from "#ports/database";
import { jobPending } from "./faults.ts";
import { wholeApp, wholeAppLabel } from "./jobView.ts";
import type { ControlParts } from "./parts.ts";

export interface Acceptance<Input> {
  readonly operation: string;
  readonly appId: string;
  /** The environment, or `*` for the whole app. */
  readonly lane: string;
  /** Runs first: what the request names must be there. Answers what the job needs to know; throws to refuse. */
  readonly prepare: (transaction: Runner) => Promise<Input>;
  /** Runs when the lane is free: what must not be there yet, and the rows to insert. Throws to refuse. */
  readonly register?: (transaction: Runner, jobId: string, input: Input) => Promise<void>;
}

/**
 * The PENDING job. Two equal requests at once are decided by the database: the loser runs again and meets the winner's
 * rows. @throws ValidationException while another job of the environment is active, and whatever the two checks throw.
 */
export async function acceptJob<Input>(parts: ControlParts, acceptance: Acceptance<Input>): Promise<JobRecord> {
  let job: JobRecord;
  try {
    job = await attempt(parts, acceptance);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "UniqueViolation") throw error;
    job = await attempt(parts, acceptance);
  }
  parts.jobs.wake();
  return job;
}

async function attempt<Input>(parts: ControlParts, acceptance: Acceptance<Input>): Promise<JobRecord> {
  const { appId, lane, operation } = acceptance;
  const id = parts.random.uuid();
  return parts.database.transaction(async (transaction) => {
    const input = await acceptance.prepare(transaction);
    const outcome = await parts.jobs.enqueue(transaction, { id, subject: appId, lane, operation, input });
    if ("busy" in outcome) throw jobPending(appId, lane === wholeApp ? wholeAppLabel : lane, outcome.busy);
    await acceptance.register?.(transaction, id, input);
    return outcome.job;
  });
}
