/** ListUsers: a pool's users, filtered, by page. */

import { openPageToken, pageToken } from "#auth/pages";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { parseUserFilter } from "#auth/userPools/userFilter";
import { userView } from "#auth/userPools/views";

export function listUsers(parts: UserPoolParts): UserPoolOperation<"ListUsers"> {
  return async ({ UserPoolId, AttributesToGet, Limit, PaginationToken, Filter }) => {
    const pool = await openPool(parts, UserPoolId);
    const filter = parseUserFilter(Filter);
    const list = `users ${pool.id} ${JSON.stringify(filter ?? null)}`;
    const after = openPageToken(parts, PaginationToken, list);
    const { items, next } = await parts.stores.users.list(pool, filter, Limit || 60, after);
    const token = pageToken(parts, next, list);
    const users = items.map(userView);
    return {
      Users: AttributesToGet
        ? users.map((user) => ({
            ...user,
            Attributes: user.Attributes?.filter(({ Name }) => AttributesToGet.includes(Name)),
          }))
        : users,
      ...(token !== undefined && { PaginationToken: token }),
    };
  };
}
