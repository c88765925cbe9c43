/** RevokeToken: ends the sign-in a refresh token belongs to. */

import type { UserPoolOperation, UserPoolParts } from "../parts.ts";

export function revokeToken(parts: UserPoolParts): UserPoolOperation<"RevokeToken"> {
  return async (input) => {
    await parts.signIn.revoke(input);
    return {};
  };
}
