/** ListGroups: the groups of a pool, by page. */

import { openPageToken, pageToken } from "#auth/pages";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { groupView } from "#auth/userPools/views";

export function listGroups(parts: UserPoolParts): UserPoolOperation<"ListGroups"> {
  return async ({ UserPoolId, Limit, NextToken }) => {
    const pool = await openPool(parts, UserPoolId);
    const list = `groups ${pool.id}`;
    const { items, next } = await parts.stores.groups.list(pool.id, Limit || 60, openPageToken(parts, NextToken, list));
    const token = pageToken(parts, next, list);
    return { Groups: items.map(groupView), ...(token !== undefined && { NextToken: token }) };
  };
}
