/** ListIdentityPools: all identity pools, by page. */

import { openPageToken, pageToken } from "#auth/pages";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";

export function listIdentityPools(parts: IdentityPoolParts): IdentityPoolOperation<"ListIdentityPools"> {
  return async ({ MaxResults, NextToken }) => {
    const after = openPageToken(parts, NextToken, "identity pools");
    const { items, next } = await parts.stores.identityPools.list(MaxResults, after);
    const token = pageToken(parts, next, "identity pools");
    return {
      IdentityPools: items.map(({ id, name }) => ({ IdentityPoolId: id, IdentityPoolName: name })),
      ...(token !== undefined && { NextToken: token }),
    };
  };
}
