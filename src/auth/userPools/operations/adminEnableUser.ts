/** AdminEnableUser: a disabled user may sign in again. */

import { openUser } from "../adminAccess.ts";
import { changeUser } from "../changeUser.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";

export function adminEnableUser(parts: UserPoolParts): UserPoolOperation<"AdminEnableUser"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    await changeUser(parts, pool, user, () => ({ enabled: true }));
    return {};
  };
}
