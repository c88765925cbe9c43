/** Changes an identity pool as it is at that moment, trying again when another request was first. */

import type { IdentityPool, IdentityPoolSettings } from "#auth/identityPool";
import { changedMeanwhile } from "./faults.ts";
import { openPool } from "./identities.ts";
import type { IdentityPoolParts } from "./parts.ts";

const tries = 8;

export async function changePool(
  parts: IdentityPoolParts,
  id: string,
  change: (present: IdentityPool) => { readonly name?: string; readonly settings: IdentityPoolSettings },
): Promise<IdentityPool> {
  for (let count = 0; count < tries; count += 1) {
    const present = await openPool(parts, id);
    if (await parts.stores.identityPools.update(present, change(present), parts.clock.now()))
      return openPool(parts, id);
  }
  throw changedMeanwhile();
}
