/** Keeps writes and schema changes of one API apart: many writes at once, or one change alone. */

export class Gate {
  #writes = 0;
  /** Settles when the change under way is over; later arrivals wait for it. */
  #change: Promise<void> | undefined;
  #idle: (() => void) | undefined;

  /** Runs a write, after a change that is under way. */
  async write<T>(work: () => Promise<T>): Promise<T> {
    while (this.#change !== undefined) await this.#change;
    this.#writes += 1;
    try {
      return await work();
    } finally {
      this.#writes -= 1;
      if (this.#writes === 0) this.#idle?.();
    }
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
