/** CreateUserPool: a pool of one's own, outside any backend. */

import { newPoolId } from "#auth/ids";
import type { Pool } from "#auth/pool";
import { poolArn } from "#auth/poolArn";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { newPoolSettings } from "#auth/userPools/poolSettings";
import { poolView } from "#auth/userPools/poolView";

export function createUserPool(parts: UserPoolParts): UserPoolOperation<"CreateUserPool"> {
  return async (input) => {
    const now = parts.clock.now();
    const pool: Pool = {
      id: newPoolId(parts.random, parts.settings.region),
      name: input.PoolName,
      settings: newPoolSettings(input, parts.settings.issuerForm),
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    // Keys before the pool: a pool that can be found can sign.
    await parts.signingKeys.create(pool.id);
    await parts.stores.pools.create(pool);
    return { UserPool: poolView(pool, poolArn(parts.settings, pool.id), 0) };
  };
}
