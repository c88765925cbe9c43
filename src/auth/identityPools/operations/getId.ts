/** GetId: the identity of a guest or a user. */

import { identify, openPool } from "#auth/identityPools/identities";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";

export function getId(parts: IdentityPoolParts): IdentityPoolOperation<"GetId"> {
  return async ({ IdentityPoolId, Logins }) => {
    const pool = await openPool(parts, IdentityPoolId);
    const identity = await identify(parts, pool, Logins);
    return { IdentityId: identity.id };
  };
}
