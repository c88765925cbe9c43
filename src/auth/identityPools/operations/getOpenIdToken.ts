/** GetOpenIdToken: an OpenID Connect token that says which identity this is. */

import { signRs256 } from "#kernel/jwt/rs256";
import { openIdentity } from "#auth/identityPools/identities";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";

const lifetimeSeconds = 600;

export function getOpenIdToken(parts: IdentityPoolParts): IdentityPoolOperation<"GetOpenIdToken"> {
  return async ({ IdentityId, Logins }) => {
    const { pool, identity, logins } = await openIdentity(parts, IdentityId, Logins);
    await parts.signingKeys.create(pool.id);
    const now = Math.floor(parts.clock.now() / 1000);
    const claims = {
      sub: identity.id,
      aud: pool.id,
      amr: logins.length === 0 ? ["unauthenticated"] : ["authenticated", ...logins.map(({ provider }) => provider)],
      iss: "https://cognito-identity.amazonaws.com",
      exp: now + lifetimeSeconds,
      iat: now,
    };
    return { IdentityId: identity.id, Token: await signRs256(await parts.signingKeys.active(pool.id, "id"), claims) };
  };
}
