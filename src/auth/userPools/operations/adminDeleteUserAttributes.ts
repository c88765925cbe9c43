/** AdminDeleteUserAttributes: removes attributes of a user. */

import { noClient, openUser } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { updateAttributes } from "#auth/userPools/updateAttributes";

export function adminDeleteUserAttributes(parts: UserPoolParts): UserPoolOperation<"AdminDeleteUserAttributes"> {
  return async (input) => {
    const access = await openUser(parts, input);
    const given = Object.fromEntries(input.UserAttributeNames.map((name) => [name, ""]));
    await updateAttributes(parts, { ...access, clientId: noClient, writer: "administrator", given });
    return {};
  };
}
