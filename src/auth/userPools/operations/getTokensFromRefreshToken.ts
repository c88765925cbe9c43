/** GetTokensFromRefreshToken: new tokens, and a new refresh token where the client rotates them. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function getTokensFromRefreshToken(parts: UserPoolParts): UserPoolOperation<"GetTokensFromRefreshToken"> {
  return (input) => parts.signIn.refresh(input);
}
