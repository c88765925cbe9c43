/** ListUserPools: all pools, by page. */

import { openPageToken, pageToken } from "#auth/pages";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { triggersView } from "#auth/userPools/poolTriggers";

export function listUserPools(parts: UserPoolParts): UserPoolOperation<"ListUserPools"> {
  return async ({ MaxResults, NextToken }) => {
    const after = openPageToken(parts, NextToken, "user pools");
    const { items, next } = await parts.stores.pools.list(MaxResults, after);
    const token = pageToken(parts, next, "user pools");
    return {
      UserPools: items.map((pool) => ({
        Id: pool.id,
        Name: pool.name,
        LambdaConfig: triggersView(pool.settings.triggers, pool.settings.kept["LambdaConfig"]),
        LastModifiedDate: pool.updatedAt,
        CreationDate: pool.createdAt,
      })),
      ...(token !== undefined && { NextToken: token }),
    };
  };
}
