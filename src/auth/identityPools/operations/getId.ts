/** GetId: the identity of a guest or a user. */

import { identify, openPool } from "../identities.ts";
import type { IdentityPoolOperation, IdentityPoolParts } from "../parts.ts";

export function getId(parts: IdentityPoolParts): IdentityPoolOperation<"GetId"> {
  return async ({ IdentityPoolId, Logins }) => {
    const pool = await openPool(parts, IdentityPoolId);
    const identity = await identify(parts, pool, Logins);
    return { IdentityId: identity.id };
  };
}
