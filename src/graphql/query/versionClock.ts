/** The time that versions are stamped with: it never goes back, and tells from when on a later sync may miss nothing. */

import type { Clock } from "#ports/clock";

const purgeMs = 3_600_000;

export class VersionClock {
  readonly #clock: Clock;
  readonly #open = new Set<{ readonly at: number }>();
  #last = 0;
  #purgedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes note of a stamp that was given before, so that the clock of a machine set back does no harm. */
  sawStamp(at: number): void {
    this.#last = Math.max(this.#last, at);
  }

  /** Runs a write with its stamp, in milliseconds since the epoch. Until it ends, no sync counts as later than it. */
  async stamped<T>(write: (at: number) => Promise<T>): Promise<T> {
    const open = { at: this.#now() };
    this.#open.add(open);
    try {
      return await write(open.at);
    } finally {
      this.#open.delete(open);
    }
  }

  /** True once an hour, when deleted records that are old enough are to be let go. */
  get isPurgeDue(): boolean {
    const now = this.#now();
    const isDue = now - this.#purgedAt >= purgeMs;
    if (isDue) this.#purgedAt = now;
    return isDue;
  }

  /** What a sync that begins now may tell as its start: every change it does not show has this stamp or a later one. */
  get syncStart(): number {
    let start = this.#now();
    for (const { at } of this.#open) start = Math.min(start, at);
    return start;
  }

  #now(): number {
    this.#last = Math.max(this.#last, this.#clock.now());
    return this.#last;
  }
}
