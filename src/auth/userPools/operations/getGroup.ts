/** GetGroup: one group. */

import { groupNotFound } from "#auth/faults";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { groupView } from "#auth/userPools/views";

export function getGroup(parts: UserPoolParts): UserPoolOperation<"GetGroup"> {
  return async ({ UserPoolId, GroupName }) => {
    const pool = await openPool(parts, UserPoolId);
    const group = await parts.stores.groups.find(pool.id, GroupName);
    if (!group) throw groupNotFound();
    return { Group: groupView(group) };
  };
}
