/** Changes a user pool as it is at that moment, trying again when another request was first. */

import { tryAgain } from "#auth/faults";
import type { Pool, PoolSettings } from "#auth/pool";
import { openPool } from "./adminAccess.ts";
import type { UserPoolParts } from "./parts.ts";

const tries = 8;

/** The pool after the change. */
export async function changePool(
  parts: UserPoolParts,
  id: string,
  change: (present: Pool) => { readonly name?: string; readonly settings: PoolSettings },
): Promise<Pool> {
  for (let count = 0; count < tries; count += 1) {
    const present = await openPool(parts, id);
    if (await parts.stores.pools.update(present, change(present), parts.clock.now())) return openPool(parts, id);
  }
  throw tryAgain();
}
