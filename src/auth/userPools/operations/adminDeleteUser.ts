/** AdminDeleteUser: removes a user; its tokens end with it. */

import { openUser } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminDeleteUser(parts: UserPoolParts): UserPoolOperation<"AdminDeleteUser"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    await parts.stores.users.remove(pool.id, user.sub);
    return {};
  };
}
