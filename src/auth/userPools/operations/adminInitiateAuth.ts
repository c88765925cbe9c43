/** AdminInitiateAuth: begins a sign-in on behalf of a trusted server. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminInitiateAuth(parts: UserPoolParts): UserPoolOperation<"AdminInitiateAuth"> {
  return (input) => parts.signIn.adminInitiate(input);
}
