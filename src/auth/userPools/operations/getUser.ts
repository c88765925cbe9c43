/** GetUser: attributes and second factors of whoever holds the token. */

import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { openAccessToken } from "../tokenAccess.ts";
import { attributeList, mfaView } from "../views.ts";

export function getUser(parts: UserPoolParts): UserPoolOperation<"GetUser"> {
  return async ({ AccessToken }) => {
    const { client, user } = await openAccessToken(parts, AccessToken);
    return { Username: user.username, UserAttributes: attributeList(user, client), ...mfaView(user) };
  };
}
