/** Takes one held job through its steps, and back through them when one fails or the job is cancelled. */

import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "#ports/log";
import { attempt } from "./attempt.ts";
import type { HeldJob } from "./held.ts";
import type { JobKind, Step, StepContext } from "./job.ts";
import { isSpoken, reasonOf } from "./reason.ts";
import type { JobTiming } from "./timing.ts";

/** Starts that may end in the death of the process before the job is taken back; as many again for taking it back. */
const STARTS = 5;

/** `ended`: COMPLETED or FAILED. `interrupted`: to be gone on with at the next start. */
export type Ending = "ended" | "interrupted";

interface Course {
  readonly held: HeldJob;
  readonly steps: readonly Step<unknown>[];
  readonly timing: JobTiming;
  readonly log: Log;
}

/** Where undoing begins: the last step that may have done anything, and why. */
interface Turn {
  readonly from: number;
  readonly reason: string;
}

/** Throws `LeaseLost` when the job is not ours any more, `Unwritten` when the server stops while nothing can be written. */
export async function execute(held: HeldJob, kind: JobKind | undefined, timing: JobTiming, log: Log): Promise<Ending> {
  const { row } = held;
  if (kind === undefined) {
    await held.fail(`This server does not know how to do ${row.operation}.`);
    return "ended";
  }
  const course: Course = { held, steps: kind.steps, timing, log };
  if (row.phase === "undo") {
    const at = kind.steps.findIndex(({ name }) => name === row.step);
    const from = row.step === "" ? -1 : at < 0 ? kind.steps.length - 1 : at;
    return takeBack(course, { from, reason: row.reason }, JSON.parse(row.left_behind) as string[]);
  }
  const turn = await goForward(course);
  if (turn === "ended" || turn === "interrupted") return turn;
  await held.turn("undo", course.steps[turn.from]?.name ?? "", turn.reason, [], `Taking back: ${turn.reason}`);
  return takeBack(course, turn, []);
}

async function goForward(course: Course): Promise<Ending | Turn> {
  const { held, steps } = course;
  const { row, control } = held;
  let index = row.step === "" ? 0 : steps.findIndex(({ name }) => name === row.step);
  if (index < 0) {
    const reason = `${row.operation} was interrupted, and this version of the server does it in other steps. Try it again.`;
    return { from: steps.length - 1, reason };
  }
  if (row.attempts > STARTS) {
    const reason = `The server died ${row.attempts - 1} times while it was doing this; it does not try again by itself.`;
    return { from: index, reason };
  }
  if (row.cancel_reason !== null) control.cancel(row.cancel_reason);
  // The step at hand may have been running when the process died; and what was queued along with a job that never began
  // is taken back by the first step's undo.
  let last = index;
  for (let step = steps[index]; step !== undefined; step = steps[index]) {
    if (control.cancelReason !== undefined) return { from: last, reason: control.cancelReason };
    if (control.stopping) return "interrupted";
    last = index;
    const failure = await runStep(course, step, steps[index + 1]?.name);
    if (failure === "interrupted") return "interrupted";
    if (failure !== undefined) return { from: last, reason: failure };
    index += 1;
  }
  if (steps.length === 0) await held.advance("", undefined);
  return "ended";
}

/** Answers the reason when the step failed or the job was cancelled. */
async function runStep(course: Course, step: Step<unknown>, next: string | undefined): Promise<string | undefined> {
  const { held, timing, log } = course;
  const { row, control } = held;
  const controller = control.begin(false);
  try {
    const what = `Step "${step.name}" of ${row.operation}`;
    await attempt((signal) => step.run(contextOf(held, step.name, signal)), controller, what, timing);
    if (await held.advance(step.name, next)) return undefined;
    return control.cancelReason ?? "Cancelled.";
  } catch (error) {
    if (error instanceof Error && (error.name === "LeaseLost" || error.name === "Unwritten")) throw error;
    if (control.cancelReason !== undefined) return control.cancelReason;
    if (control.stopping && controller.signal.aborted) return "interrupted";
    const fields = { jobId: row.id, operation: row.operation, step: step.name, error };
    if (isSpoken(error)) log.info(fields, "a step of a job was refused");
    else log.error(fields, "a step of a job failed");
    return reasonOf(error, `Step "${step.name}" of ${row.operation}`, row.id);
  }
}

async function takeBack(course: Course, turn: Turn, leftBefore: readonly string[]): Promise<Ending> {
  const { held, steps } = course;
  const left = [...leftBefore];
  // Undoing that kills the process again and again is given up too.
  const hopeless = held.row.attempts > 2 * STARTS;
  for (let index = turn.from; index >= 0; index -= 1) {
    const step = steps[index];
    if (step?.undo === undefined) continue;
    if (hopeless) {
      left.push(`step "${step.name}" (the server died while taking it back)`);
      continue;
    }
    const problem = await undoStep(course, step);
    if (problem === "interrupted") return "interrupted";
    if (problem !== undefined) left.push(`step "${step.name}" (${problem})`);
    const line = problem === undefined ? "Taken back." : `Could not be taken back: ${problem}`;
    await held.turn("undo", steps[index - 1]?.name ?? "", turn.reason, left, line);
  }
  await held.fail(left.length === 0 ? turn.reason : `${turn.reason} Not taken back: ${left.join("; ")}.`);
  return "ended";
}

/** Undoes a step, trying again after waits. Answers what went wrong when no try helped. */
async function undoStep(course: Course, step: Step<unknown>): Promise<string | undefined> {
  const { held, timing, log } = course;
  const { row, control } = held;
  const what = `Taking back step "${step.name}" of ${row.operation}`;
  for (let tries = 0; ; tries += 1) {
    if (control.stopping) return "interrupted";
    const controller = control.begin(true);
    try {
      await attempt(async (signal) => step.undo?.(contextOf(held, step.name, signal)), controller, what, timing);
      return undefined;
    } catch (error) {
      if (control.lost || (error instanceof Error && error.name === "LeaseLost")) throw error;
      if (control.stopping && controller.signal.aborted) return "interrupted";
      log.error(
        { jobId: row.id, operation: row.operation, step: step.name, error },
        "a step of a job could not be undone",
      );
      const wait = timing.undoRetriesMs[tries];
      if (wait === undefined) return isSpoken(error) ? error.message : `its log has the details under job ${row.id}`;
      await sleep(wait, undefined, { signal: control.begin(true).signal }).catch(() => undefined);
    }
  }
}

function contextOf(held: HeldJob, step: string, signal: AbortSignal): StepContext<unknown> {
  const { row, input, notes } = held;
  const { id: jobId, subject, lane } = row;
  return {
    jobId,
    subject,
    lane,
    input,
    notes,
    signal,
    save: () => held.save(),
    report: (text) => held.report(step, text),
  };
}
