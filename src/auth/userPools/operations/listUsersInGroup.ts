/** ListUsersInGroup: the users of a group, by page. */

import { groupNotFound } from "#auth/faults";
import { openPageToken, pageToken } from "#auth/pages";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { userView } from "#auth/userPools/views";

export function listUsersInGroup(parts: UserPoolParts): UserPoolOperation<"ListUsersInGroup"> {
  return async ({ UserPoolId, GroupName, Limit, NextToken }) => {
    const pool = await openPool(parts, UserPoolId);
    if (!(await parts.stores.groups.find(pool.id, GroupName))) throw groupNotFound();
    const list = `group users ${pool.id} ${GroupName}`;
    const after = openPageToken(parts, NextToken, list);
    const { items, next } = await parts.stores.groups.users(pool.id, GroupName, Limit || 60, after);
    const token = pageToken(parts, next, list);
    return { Users: items.map(userView), ...(token !== undefined && { NextToken: token }) };
  };
}
