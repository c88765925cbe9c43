/** AssociateSoftwareToken: a secret for an authenticator app; it counts once VerifySoftwareToken has seen a code of it. */

import { newTotpSecret, toBase32 } from "#auth/totp";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openSoftwareTokenAccess } from "#auth/userPools/softwareTokenAccess";

export function associateSoftwareToken(parts: UserPoolParts): UserPoolOperation<"AssociateSoftwareToken"> {
  return async (input) => {
    const { pool, user, nextSession } = await openSoftwareTokenAccess(parts, input);
    const Session = await nextSession({});
    const secret = newTotpSecret();
    await parts.stores.credentials.setPendingTotp(pool.id, user.sub, secret);
    return { SecretCode: toBase32(secret), ...(Session !== undefined && { Session }) };
  };
}
