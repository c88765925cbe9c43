/** DescribeIdentityPool: an identity pool's settings. */

import { openPool } from "#auth/identityPools/identities";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";
import { poolView } from "#auth/identityPools/poolView";

export function describeIdentityPool(parts: IdentityPoolParts): IdentityPoolOperation<"DescribeIdentityPool"> {
  return async ({ IdentityPoolId }) => poolView(await openPool(parts, IdentityPoolId));
}
