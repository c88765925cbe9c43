/** CompleteWebAuthnRegistration: passkeys are not offered. */

import { webAuthnNotEnabled } from "#auth/faults";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function completeWebAuthnRegistration(parts: UserPoolParts): UserPoolOperation<"CompleteWebAuthnRegistration"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw webAuthnNotEnabled();
  };
}
