/** AssociateSoftwareToken: a secret for an authenticator app; it counts once VerifySoftwareToken has seen a code of it. */

import { invalidParameter, softwareTokenNotFound } from "#auth/faults";
import { newTotpSecret, toBase32 } from "#auth/totp";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { openAccessToken } from "../tokenAccess.ts";

export function associateSoftwareToken(parts: UserPoolParts): UserPoolOperation<"AssociateSoftwareToken"> {
  return async ({ AccessToken, Session }) => {
    if (Session && !AccessToken) return parts.signIn.associateSoftwareToken(Session);
    if (!AccessToken) throw invalidParameter("Missing required parameter: one of AccessToken and Session is needed.");
    const { pool, user } = await openAccessToken(parts, AccessToken);
    if (!pool.settings.mfa.softwareToken) throw softwareTokenNotFound();
    const secret = newTotpSecret();
    await parts.stores.credentials.setPendingTotp(pool.id, user.sub, secret);
    return { SecretCode: toBase32(secret) };
  };
}
