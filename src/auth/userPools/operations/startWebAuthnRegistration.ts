/** StartWebAuthnRegistration: passkeys are not offered, and this is how clients are told. */

import { webAuthnNotEnabled } from "#auth/faults";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function startWebAuthnRegistration(parts: UserPoolParts): UserPoolOperation<"StartWebAuthnRegistration"> {
  return async ({ AccessToken }) => {
    await openAccessToken(parts, AccessToken);
    throw webAuthnNotEnabled();
  };
}
