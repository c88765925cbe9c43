/** GetGroup: one group. */

import { groupNotFound } from "#auth/faults";
import { openPool } from "../adminAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { groupView } from "../views.ts";

export function getGroup(parts: UserPoolParts): UserPoolOperation<"GetGroup"> {
  return async ({ UserPoolId, GroupName }) => {
    const pool = await openPool(parts, UserPoolId);
    const group = await parts.stores.groups.find(pool.id, GroupName);
    if (!group) throw groupNotFound();
    return { Group: groupView(group) };
  };
}
