/** DeleteUserAttributes: a user removes attributes. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";
import { updateAttributes } from "#auth/userPools/updateAttributes";

export function deleteUserAttributes(parts: UserPoolParts): UserPoolOperation<"DeleteUserAttributes"> {
  return async (input) => {
    const { pool, client, user } = await openAccessToken(parts, input.AccessToken);
    const given = Object.fromEntries(input.UserAttributeNames.map((name) => [name, ""]));
    await updateAttributes(parts, { pool, user, clientId: client.id, writer: { client }, given });
    return {};
  };
}
