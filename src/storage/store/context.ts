/** What every store of the plane is made of. */

import type { Builder } from "#kernel/sql/builder";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Random } from "#ports/random";
import type { PendingBlobs } from "./pending.ts";
import type { StorageTables } from "./tables.ts";

export interface StoreContext {
  readonly database: Database;
  readonly sql: Builder<StorageTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly pending: PendingBlobs;
  /** Told after a commit that released contents. */
  readonly onRelease: () => void;
}
