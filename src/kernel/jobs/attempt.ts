/** Runs one step under a time limit; a step that does not heed its abort is given up after a while. */

import { StepTimeout } from "./reason.ts";
import type { JobTiming } from "./timing.ts";

/** Settles as `work` does, or rejects when it is over time or was aborted and did not end. */
export async function attempt(
  work: (signal: AbortSignal) => Promise<void>,
  controller: AbortController,
  what: string,
  timing: Pick<JobTiming, "stepTimeoutMs" | "abandonMs">,
): Promise<void> {
  const { signal } = controller;
  let timer: NodeJS.Timeout | undefined;
  let leave: NodeJS.Timeout | undefined;
  let onAbort = (): void => undefined;
  const givenUp = new Promise<never>((_, reject) => {
    onAbort = () => {
      leave = setTimeout(() => reject(signal.reason), timing.abandonMs);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    const late = new StepTimeout(
      `${what} took longer than ${Math.round(timing.stepTimeoutMs / 1000)} seconds and was stopped.`,
    );
    timer = setTimeout(() => controller.abort(late), timing.stepTimeoutMs);
  });
  try {
    await Promise.race([work(signal), givenUp]);
  } catch (error) {
    // What a step throws because it was over time says less than that it was.
    throw signal.reason instanceof StepTimeout ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    clearTimeout(leave);
    signal.removeEventListener("abort", onAbort);
  }
}
