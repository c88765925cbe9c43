/** ListIdentities: the identities of a pool, by page. */

import { openPageToken, pageToken } from "#auth/pages";
import { openPool } from "#auth/identityPools/identities";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";
import { identityView } from "./describeIdentity.ts";

export function listIdentities(parts: IdentityPoolParts): IdentityPoolOperation<"ListIdentities"> {
  return async ({ IdentityPoolId, MaxResults, NextToken }) => {
    const pool = await openPool(parts, IdentityPoolId);
    const list = `identities ${pool.id}`;
    const { items, next } = await parts.stores.identityPools.identities(
      pool.id,
      MaxResults,
      openPageToken(parts, NextToken, list),
    );
    const token = pageToken(parts, next, list);
    return { IdentityPoolId, Identities: items.map(identityView), ...(token !== undefined && { NextToken: token }) };
  };
}
