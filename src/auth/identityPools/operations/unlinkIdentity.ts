/** UnlinkIdentity: takes logins from an identity; the one who asks must own it. */

import { identityForbidden } from "#auth/identityPools/faults";
import { openIdentity } from "#auth/identityPools/identities";
import { providerNamed } from "#auth/identityPools/logins";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";

export function unlinkIdentity(parts: IdentityPoolParts): IdentityPoolOperation<"UnlinkIdentity"> {
  return async ({ IdentityId, Logins, LoginsToRemove }) => {
    const { identity, logins } = await openIdentity(parts, IdentityId, Logins);
    if (logins.length === 0 || identity.id !== IdentityId) throw identityForbidden(IdentityId);
    const providers = LoginsToRemove.flatMap((name) => providerNamed(parts, name) ?? []);
    if (providers.length > 0) await parts.stores.identityPools.unlink(identity, providers, parts.clock.now());
    return {};
  };
}
