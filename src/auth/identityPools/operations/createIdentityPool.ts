/** CreateIdentityPool: an identity pool of one's own; its roles are set by SetIdentityPoolRoles. */

import { newIdentityId } from "#auth/ids";
import type { IdentityPool } from "#auth/identityPool";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";
import { poolView, settingsFromInput } from "#auth/identityPools/poolView";

export function createIdentityPool(parts: IdentityPoolParts): IdentityPoolOperation<"CreateIdentityPool"> {
  return async (input) => {
    const now = parts.clock.now();
    const pool: IdentityPool = {
      id: newIdentityId(parts.random, parts.settings.region),
      name: input.IdentityPoolName,
      settings: settingsFromInput(input),
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    await parts.stores.identityPools.create(pool);
    return poolView(pool);
  };
}
