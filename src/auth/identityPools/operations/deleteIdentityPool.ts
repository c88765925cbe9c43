/** DeleteIdentityPool: the pool and its identities; credentials they hold stop at once. */

import { poolMissing } from "#auth/identityPools/faults";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";

export function deleteIdentityPool(parts: IdentityPoolParts): IdentityPoolOperation<"DeleteIdentityPool"> {
  return async ({ IdentityPoolId }) => {
    if (!(await parts.stores.identityPools.remove(IdentityPoolId))) throw poolMissing(IdentityPoolId);
    return {};
  };
}
