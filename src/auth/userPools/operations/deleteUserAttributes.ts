/** DeleteUserAttributes: a user removes attributes. */

import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { openAccessToken } from "../tokenAccess.ts";
import { updateAttributes } from "../updateAttributes.ts";

export function deleteUserAttributes(parts: UserPoolParts): UserPoolOperation<"DeleteUserAttributes"> {
  return async (input) => {
    const { pool, client, user } = await openAccessToken(parts, input.AccessToken);
    const given = Object.fromEntries(input.UserAttributeNames.map((name) => [name, ""]));
    await updateAttributes(parts, { pool, user, clientId: client.id, writer: { client }, given });
    return {};
  };
}
