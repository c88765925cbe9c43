/** InitiateAuth: begins a sign-in, or refreshes one the older way. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function initiateAuth(parts: UserPoolParts): UserPoolOperation<"InitiateAuth"> {
  return (input) => parts.signIn.initiate(input);
}
