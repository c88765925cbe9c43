/** DescribeUserPool: a pool's settings. */

import { poolArn } from "#auth/poolArn";
import { openPool } from "../adminAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { poolView } from "../poolView.ts";

export function describeUserPool(parts: UserPoolParts): UserPoolOperation<"DescribeUserPool"> {
  return async ({ UserPoolId }) => {
    const pool = await openPool(parts, UserPoolId);
    const users = await parts.stores.users.count(pool.id);
    return { UserPool: poolView(pool, poolArn(parts.settings, pool.id), users) };
  };
}
