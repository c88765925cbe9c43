/** Keeps writes and schema changes of one API apart: many writes at once, or one change alone. */

export class Gate {
  #writes = 0;
  /** Settles when the change under way is over; later arrivals wait for it. */
  #change: Promise<void> | undefined;
  #idle: (() => void) | undefined;

  /** A write may begin when this has settled, at once where it is undefined; it must call `leave` in the end. */
  enter(): Promise<void> | undefined {
    if (this.#change !== undefined) return this.#enterLater();
    this.#writes += 1;
    return undefined;
  }

  leave(): void {
    this.#writes -= 1;
    if (this.#writes === 0) this.#idle?.();
  }

  async #enterLater(): Promise<void> {
    while (this.#change !== undefined) await this.#change;
    this.#writes += 1;
  }

  /** Runs a change once the writes under way are over, while new ones wait. */
  async change<T>(work: () => Promise<T>): Promise<T> {
    while (this.#change !== undefined) await this.#change;
    let finish: () => void = () => undefined;
    this.#change = new Promise((resolve) => {
      finish = resolve;
    });
    try {
      if (this.#writes > 0) {
        await new Promise<void>((resolve) => {
          this.#idle = resolve;
        });
      }
      return await work();
    } finally {
      this.#idle = undefined;
      this.#change = undefined;
      finish();
    }
  }
}
