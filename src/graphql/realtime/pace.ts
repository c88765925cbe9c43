/** How fast one client may send: a burst at once, then at a steady rate. Whoever sends faster waits, and nobody else does. */

export interface PaceLimits {
  /** Messages taken at once. */
  readonly burst: number;
  /** Messages a second after that. */
  readonly rate: number;
}

/** A refusal costs as much as so many messages: clients have little reason to be refused often. */
export const refusalCost = 4;

export class Pace {
  readonly #limits: PaceLimits;
  #left: number;
  #at: number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(limits: PaceLimits, now: number) {
    this.#limits = limits;
    this.#left = limits.burst;
    this.#at = now;
  }

  /** Takes note of what a message cost; answers how many milliseconds to wait before the next one. */
  spend(cost: number, now: number): number {
    const { burst, rate } = this.#limits;
    this.#left = Math.min(burst, this.#left + ((now - this.#at) * rate) / 1000) - cost;
    this.#at = now;
    return this.#left >= 0 ? 0 : (-this.#left * 1000) / rate;
  }
}
