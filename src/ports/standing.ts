/** Port: what became of people since their tokens were made, for connections that outlive requests. The auth plane implements it. */

import type { StopListening } from "./fanout.ts";

/** Somebody of a pool, or everybody in it, may have lost a sign-in or a group. */
export interface StandingChange {
  readonly poolId: string;
  /** Undefined: anybody of the pool. */
  readonly sub?: string;
}

export interface Standing {
  /** Which of these groups the user has lost since then and not been given back. @param since milliseconds since the epoch */
  lostGroups(
    of: { readonly poolId: string; readonly sub: string; readonly groups: readonly string[] },
    since: number,
  ): Promise<readonly string[]>;
  /** Told after each change that counts, so that nobody need ask in vain. */
  listen(listener: (change: StandingChange) => void): StopListening;
}
