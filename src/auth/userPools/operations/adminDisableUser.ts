/** AdminDisableUser: the user is out at once and cannot sign in. */

import { openUser } from "#auth/userPools/adminAccess";
import { changeUser } from "#auth/userPools/changeUser";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminDisableUser(parts: UserPoolParts): UserPoolOperation<"AdminDisableUser"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    await changeUser(parts, pool, user, () => ({ enabled: false }));
    await parts.stores.tokens.revokeAll(pool.id, user.sub, parts.clock.now());
    return {};
  };
}
