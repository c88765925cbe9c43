/** AdminGetUser: everything about a user but secrets. */

import { openUser } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { attributeList, mfaView } from "#auth/userPools/views";

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
