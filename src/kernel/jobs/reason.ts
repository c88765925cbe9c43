/** Turns what a step threw into the sentence a person reads as the job's error. */

/** Errors whose message was written for the one who sent the request; others stay in the log. */
const spokenTo = new Set(["ProvisionRefusal", "Fault", "DatabaseUnavailable", "StepTimeout"]);

/** Thrown when a step was given up because it did not end in time. */
export class StepTimeout extends Error {
  override readonly name = "StepTimeout";
}

export function isSpoken(error: unknown): error is Error {
  return error instanceof Error && spokenTo.has(error.name) && error.message !== "";
}

/** Never a stack trace or an inner message: those are in the log, found by the job's id. */
export function reasonOf(error: unknown, what: string, jobId: string): string {
  return isSpoken(error)
    ? error.message
    : `${what} failed inside the server. Its log has the details under job ${jobId}.`;
}
