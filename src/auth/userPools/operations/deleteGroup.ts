/** DeleteGroup: the group goes, its users stay. */

import { groupNotFound } from "#auth/faults";
import { openPool } from "../adminAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";

export function deleteGroup(parts: UserPoolParts): UserPoolOperation<"DeleteGroup"> {
  return async ({ UserPoolId, GroupName }) => {
    const pool = await openPool(parts, UserPoolId);
    if (!(await parts.stores.groups.remove(pool.id, GroupName))) throw groupNotFound();
    return {};
  };
}
