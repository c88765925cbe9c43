/** UpdateGroup: changes what is given of a group. */

import { groupNotFound } from "#auth/faults";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { groupView } from "#auth/userPools/views";

export function updateGroup(parts: UserPoolParts): UserPoolOperation<"UpdateGroup"> {
  return async (input) => {
    const pool = await openPool(parts, input.UserPoolId);
    const present = await parts.stores.groups.find(pool.id, input.GroupName);
    if (!present) throw groupNotFound();
    const group = {
      ...present,
      description: input.Description ?? present.description,
      roleArn: input.RoleArn ?? present.roleArn,
      precedence: input.Precedence ?? present.precedence,
      updatedAt: parts.clock.now(),
    };
    if (!(await parts.stores.groups.update(group))) throw groupNotFound();
    return { Group: groupView(group) };
  };
}
