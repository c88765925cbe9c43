/** AdminAddUserToGroup: the user's next tokens carry the group. */

import { groupNotFound } from "#auth/faults";
import { openUser } from "../adminAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";

export function adminAddUserToGroup(parts: UserPoolParts): UserPoolOperation<"AdminAddUserToGroup"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    if (!(await parts.stores.groups.find(pool.id, input.GroupName))) throw groupNotFound();
    await parts.stores.groups.add(pool.id, input.GroupName, user.sub, parts.clock.now());
    return {};
  };
}
