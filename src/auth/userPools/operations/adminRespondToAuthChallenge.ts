/** AdminRespondToAuthChallenge: the next step of a sign-in on behalf of a trusted server. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminRespondToAuthChallenge(parts: UserPoolParts): UserPoolOperation<"AdminRespondToAuthChallenge"> {
  return (input) => parts.signIn.adminRespond(input);
}
