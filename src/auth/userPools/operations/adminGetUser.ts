/** AdminGetUser: everything about a user but secrets. */

import { openUser } from "../adminAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { attributeList, mfaView } from "../views.ts";

export function adminGetUser(parts: UserPoolParts): UserPoolOperation<"AdminGetUser"> {
  return async (input) => {
    const { user } = await openUser(parts, input);
    return {
      Username: user.username,
      UserAttributes: attributeList(user),
      UserCreateDate: user.createdAt,
      UserLastModifiedDate: user.updatedAt,
      Enabled: user.enabled,
      UserStatus: user.status,
      ...mfaView(user),
    };
  };
}
