/** CreateGroup: a group, with a role and a rank if wanted. */

import { groupExists } from "#auth/faults";
import type { Group } from "#auth/group";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { groupView } from "#auth/userPools/views";

export function createGroup(parts: UserPoolParts): UserPoolOperation<"CreateGroup"> {
  return async (input) => {
    const pool = await openPool(parts, input.UserPoolId);
    const now = parts.clock.now();
    const group: Group = {
      poolId: pool.id,
      name: input.GroupName,
      description: input.Description,
      roleArn: input.RoleArn,
      precedence: input.Precedence,
      createdAt: now,
      updatedAt: now,
    };
    if (!(await parts.stores.groups.create(group))) throw groupExists();
    return { Group: groupView(group) };
  };
}
