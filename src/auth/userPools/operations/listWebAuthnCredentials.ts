/** ListWebAuthnCredentials: passkeys are not offered. */

import { noWebAuthn } from "#auth/faults";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function listWebAuthnCredentials(parts: UserPoolParts): UserPoolOperation<"ListWebAuthnCredentials"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw noWebAuthn();
  };
}
