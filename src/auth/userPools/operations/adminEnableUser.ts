/** AdminEnableUser: a disabled user may sign in again. */

import { openUser } from "#auth/userPools/adminAccess";
import { changeUser } from "#auth/userPools/changeUser";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminEnableUser(parts: UserPoolParts): UserPoolOperation<"AdminEnableUser"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    await changeUser(parts, pool, user, () => ({ enabled: true }));
    return {};
  };
}
