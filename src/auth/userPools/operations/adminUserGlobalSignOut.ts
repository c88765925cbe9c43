/** AdminUserGlobalSignOut: ends all sign-ins of a user. */

import { openUser } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminUserGlobalSignOut(parts: UserPoolParts): UserPoolOperation<"AdminUserGlobalSignOut"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    await parts.stores.tokens.revokeAll(pool.id, user.sub, parts.clock.now());
    return {};
  };
}
