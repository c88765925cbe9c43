/** DeleteUser: a user deletes the own account; its tokens end with it. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function deleteUser(parts: UserPoolParts): UserPoolOperation<"DeleteUser"> {
  return async ({ AccessToken }) => {
    const { pool, user } = await openAccessToken(parts, AccessToken);
    await parts.stores.users.remove(pool.id, user.sub);
    return {};
  };
}
