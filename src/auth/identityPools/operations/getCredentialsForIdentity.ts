/** GetCredentialsForIdentity: temporary credentials for SigV4. */

import { epochSeconds } from "#kernel/time";
import { openIdentity } from "#auth/identityPools/identities";
import type { IdentityPoolOperation, IdentityPoolParts } from "#auth/identityPools/parts";
import { roleFor } from "#auth/identityPools/roles";

/** JavaScript clients keep credentials for 50 minutes whatever they are told. */
const lifetimeMs = 3_600_000;

export function getCredentialsForIdentity(
  parts: IdentityPoolParts,
): IdentityPoolOperation<"GetCredentialsForIdentity"> {
  return async ({ IdentityId, Logins, CustomRoleArn }) => {
    const { pool, identity, logins } = await openIdentity(parts, IdentityId, Logins);
    const [login] = logins;
    const issued = parts.credentials.issue({
      identityId: identity.id,
      identityPoolId: pool.id,
      authenticated: login !== undefined,
      roleArn: roleFor(pool, login, CustomRoleArn),
      expiresAt: Math.floor(epochSeconds(parts.clock.now() + lifetimeMs)) * 1000,
      ...(login && {
        userPoolId: login.token.poolId,
        sub: login.token.sub,
        username: login.token.username,
        groups: login.token.groups,
      }),
    });
    return {
      IdentityId: identity.id,
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        SecretKey: issued.secretKey,
        SessionToken: issued.sessionToken,
        Expiration: issued.expiresAt,
      },
    };
  };
}
