/** AdminDeleteUserAttributes: removes attributes of a user. */

import { noClient, openUser } from "../adminAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { updateAttributes } from "../updateAttributes.ts";

export function adminDeleteUserAttributes(parts: UserPoolParts): UserPoolOperation<"AdminDeleteUserAttributes"> {
  return async (input) => {
    const access = await openUser(parts, input);
    const given = Object.fromEntries(input.UserAttributeNames.map((name) => [name, ""]));
    await updateAttributes(parts, { ...access, clientId: noClient, writer: "administrator", given });
    return {};
  };
}
