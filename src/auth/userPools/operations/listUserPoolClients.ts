/** ListUserPoolClients: the app clients of a pool, by page. */

import { openPageToken, pageToken } from "#auth/pages";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function listUserPoolClients(parts: UserPoolParts): UserPoolOperation<"ListUserPoolClients"> {
  return async ({ UserPoolId, MaxResults, NextToken }) => {
    const pool = await openPool(parts, UserPoolId);
    const list = `clients ${pool.id}`;
    const after = openPageToken(parts, NextToken, list);
    const { items, next } = await parts.stores.clients.list(pool.id, MaxResults || 60, after);
    const token = pageToken(parts, next, list);
    return {
      UserPoolClients: items.map(({ id, poolId, name }) => ({ ClientId: id, UserPoolId: poolId, ClientName: name })),
      ...(token !== undefined && { NextToken: token }),
    };
  };
}
