/** What the engine tells a running job: cancelled, the server stops, or the lease is lost. */

/** Why a step's signal was aborted; steps see it as `signal.reason`. */
export class JobInterrupted extends Error {
  override readonly name = "JobInterrupted";
}

export class JobControl {
  #cancelReason: string | undefined;
  #stopping = false;
  #lost = false;
  #undoing = false;
  #current: AbortController | undefined;

  /** Set once a cancel was accepted. */
  get cancelReason(): string | undefined {
    return this.#cancelReason;
  }

  /** No new step is to begin. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** Another process holds the job; nothing may be written any more. */
  get lost(): boolean {
    return this.#lost;
  }

  /** A fresh signal for the step that begins now. While undoing, a cancel changes nothing any more. */
  begin(undoing: boolean): AbortController {
    this.#undoing = undoing;
    this.#current = new AbortController();
    if (this.#lost) this.interrupt("The lease was lost.");
    else if (!undoing && this.#cancelReason !== undefined) this.interrupt(this.#cancelReason);
    return this.#current;
  }

  cancel(reason: string): void {
    this.#cancelReason ??= reason;
    if (!this.#undoing) this.interrupt(reason);
  }

  stop(): void {
    this.#stopping = true;
  }

  lose(): void {
    this.#lost = true;
    this.interrupt("The lease was lost.");
  }

  interrupt(reason: string): void {
    this.#current?.abort(new JobInterrupted(reason));
  }
}
