/** DescribeIdentityPool: an identity pool's settings. */

import { openPool } from "../identities.ts";
import type { IdentityPoolOperation, IdentityPoolParts } from "../parts.ts";
import { poolView } from "../poolView.ts";

export function describeIdentityPool(parts: IdentityPoolParts): IdentityPoolOperation<"DescribeIdentityPool"> {
  return async ({ IdentityPoolId }) => poolView(await openPool(parts, IdentityPoolId));
}
