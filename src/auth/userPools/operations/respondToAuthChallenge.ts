/** RespondToAuthChallenge: the next step of a sign-in. */

import type { UserPoolOperation, UserPoolParts } from "../parts.ts";

export function respondToAuthChallenge(parts: UserPoolParts): UserPoolOperation<"RespondToAuthChallenge"> {
  return (input) => parts.signIn.respond(input);
}
