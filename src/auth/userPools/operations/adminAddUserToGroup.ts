/** AdminAddUserToGroup: the user's next tokens carry the group. */

import { groupNotFound } from "#auth/faults";
import { openUser } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminAddUserToGroup(parts: UserPoolParts): UserPoolOperation<"AdminAddUserToGroup"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    if (!(await parts.stores.groups.find(pool.id, input.GroupName))) throw groupNotFound();
    await parts.stores.groups.add(pool.id, input.GroupName, user.sub, parts.clock.now());
    return {};
  };
}
