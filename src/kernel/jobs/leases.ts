/** Who holds which job: taking waiting ones, renewing what this process holds. */

import type { JobsTable } from "./tables.ts";
import type { HeldParts } from "./held.ts";

export interface LeaseParts extends HeldParts {
  readonly owner: string;
  readonly soleOwner: boolean;
}

interface Seen {
  readonly id: string;
  readonly status: string;
  readonly owner: string | null;
  readonly attempts: number;
}

export class Leases {
  readonly #parts: LeaseParts;

  constructor(parts: LeaseParts) {
    this.#parts = parts;
  }

  /**
   * Takes up to `free` jobs that wait or whose holder is gone, oldest first, and answers their rows.
   * `isRunning` tells those this process runs already; there are `runs` of them.
   */
  async claim(free: number, isRunning: (id: string) => boolean, runs: number): Promise<readonly JobsTable[]> {
    if (free <= 0) return [];
    const { database, clock } = this.#parts;
    const now = clock.now();
    const seen = await database.all<Seen>(this.#waiting(now, free + runs));
    return this.#take(seen.filter(({ id }) => !isRunning(id)).slice(0, free), now);
  }

  /** Takes one job if it is still PENDING. */
  async claimWaiting(id: string): Promise<JobsTable | undefined> {
    const { database, clock, statements } = this.#parts;
    const seen = await database.all<Seen>(statements.seen({ id }));
    const [row] = await this.#take(
      seen.filter(({ status }) => status === "PENDING"),
      clock.now(),
    );
    return row;
  }

  async #take(jobs: readonly Seen[], now: number): Promise<readonly JobsTable[]> {
    if (jobs.length === 0) return [];
    const { database, statements, timing, owner } = this.#parts;
    const leaseUntil = now + timing.leaseMs;
    const takes = jobs.map(({ id, status: seenStatus, owner: seenOwner, attempts: seenAttempts }) =>
      statements.claim({ id, seenStatus, seenOwner: seenOwner ?? "", seenAttempts, owner, leaseUntil, now }),
    );
    return (await database.batch(takes)).flatMap(({ rows }) => rows as unknown as readonly JobsTable[]);
  }

  /** Prolongs all leases of this process; answers the jobs it still holds, and which of them were cancelled elsewhere. */
  async renew(): Promise<ReadonlyMap<string, { readonly cancelReason: string | null }>> {
    const { database, clock, statements, timing, owner } = this.#parts;
    const { rows } = await database.run<Pick<JobsTable, "id" | "cancel_reason">>(
      statements.renew({ owner, leaseUntil: clock.now() + timing.leaseMs }),
    );
    return new Map(rows.map(({ id, cancel_reason }) => [id, { cancelReason: cancel_reason }]));
  }

  #waiting(now: number, limit: number) {
    const { statements, soleOwner, owner } = this.#parts;
    return soleOwner ? statements.waitingForSoleOwner({ limit }) : statements.waiting({ owner, now, limit });
  }
}
