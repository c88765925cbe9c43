/** DeleteWebAuthnCredential: passkeys are not offered, so there is none to delete. */

import { resourceNotFound } from "#auth/faults";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function deleteWebAuthnCredential(parts: UserPoolParts): UserPoolOperation<"DeleteWebAuthnCredential"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw resourceNotFound("The user has no such credential.");
  };
}
