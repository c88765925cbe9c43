/** DeleteIdentities: removes identities by id; one that is not there counts as removed. */

import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";

export function deleteIdentities(parts: IdentityPoolParts): IdentityPoolOperation<"DeleteIdentities"> {
  return async ({ IdentityIdsToDelete }) => {
    for (const id of IdentityIdsToDelete) await parts.stores.identityPools.removeIdentity(id);
    return { UnprocessedIdentityIds: [] };
  };
}
