/** AdminRespondToAuthChallenge: the next step of a sign-in on behalf of a trusted server. */

import type { UserPoolOperation, UserPoolParts } from "../parts.ts";

export function adminRespondToAuthChallenge(parts: UserPoolParts): UserPoolOperation<"AdminRespondToAuthChallenge"> {
  return (input) => parts.signIn.adminRespond(input);
}
