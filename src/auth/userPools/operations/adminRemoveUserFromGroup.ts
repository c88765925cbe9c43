/** AdminRemoveUserFromGroup: the user's next tokens no longer carry the group, and open subscriptions lose it at once. */

import { groupNotFound } from "#auth/faults";
import { openUser } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminRemoveUserFromGroup(parts: UserPoolParts): UserPoolOperation<"AdminRemoveUserFromGroup"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    if (!(await parts.stores.groups.find(pool.id, input.GroupName))) throw groupNotFound();
    await parts.stores.groups.drop(pool.id, input.GroupName, user.sub, parts.clock.now());
    return {};
  };
}
