/** RespondToAuthChallenge: the next step of a sign-in. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function respondToAuthChallenge(parts: UserPoolParts): UserPoolOperation<"RespondToAuthChallenge"> {
  return (input) => parts.signIn.respond(input);
}
