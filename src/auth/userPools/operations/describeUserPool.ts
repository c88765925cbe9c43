/** DescribeUserPool: a pool's settings. */

import { poolArn } from "#auth/poolArn";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { poolView } from "#auth/userPools/poolView";

export function describeUserPool(parts: UserPoolParts): UserPoolOperation<"DescribeUserPool"> {
  return async ({ UserPoolId }) => {
    const pool = await openPool(parts, UserPoolId);
    const users = await parts.stores.users.count(pool.id);
    return { UserPool: poolView(pool, poolArn(parts.settings, pool.id), users) };
  };
}
