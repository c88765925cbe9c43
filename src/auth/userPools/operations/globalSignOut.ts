/** GlobalSignOut: ends all sign-ins of the user. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function globalSignOut(parts: UserPoolParts): UserPoolOperation<"GlobalSignOut"> {
  return async ({ AccessToken }) => {
    const { pool, user } = await openAccessToken(parts, AccessToken);
    await parts.stores.tokens.revokeAll(pool.id, user.sub, parts.clock.now());
    return {};
  };
}
