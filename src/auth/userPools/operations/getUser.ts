/** GetUser: attributes and second factors of whoever holds the token. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";
import { attributeList, mfaView } from "#auth/userPools/views";

export function getUser(parts: UserPoolParts): UserPoolOperation<"GetUser"> {
  return async ({ AccessToken }) => {
    const { client, user } = await openAccessToken(parts, AccessToken);
    return { Username: user.username, UserAttributes: attributeList(user, client), ...mfaView(user) };
  };
}
