/** DeleteGroup: the group goes, its users stay. */

import { groupNotFound } from "#auth/faults";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function deleteGroup(parts: UserPoolParts): UserPoolOperation<"DeleteGroup"> {
  return async ({ UserPoolId, GroupName }) => {
    const pool = await openPool(parts, UserPoolId);
    if (!(await parts.stores.groups.remove(pool.id, GroupName, parts.clock.now()))) throw groupNotFound();
    return {};
  };
}
