/** POST pools/{poolId}/keys/rotate: the published successors sign from now on; tokens of the old keys stay good. */

import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolParts } from "#auth/userPools/parts";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";

export function rotateKeys(parts: UserPoolParts): JsonRoute {
  return {
    method: "POST",
    path: "/_ohmstead/v1/pools/{poolId}/keys/rotate",
    async handle({ labels: { poolId = "" } }) {
      const pool = await openPool(parts, poolId);
      await parts.signingKeys.rotate(pool.id);
      const keys = await parts.stores.keys.list(pool.id, parts.clock.now());
      return {
        poolId: pool.id,
        keys: keys.map(({ kid, use, state, createdAt, publishedUntil }) => ({
          kid,
          use,
          state,
          createdAt,
          publishedUntil,
        })),
      };
    },
  };
}
