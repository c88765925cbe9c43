/** DeleteUserPool: the pool, its users and everything else in it. */

import { invalidParameter, poolNotFound } from "#auth/faults";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function deleteUserPool(parts: UserPoolParts): UserPoolOperation<"DeleteUserPool"> {
  return async ({ UserPoolId }) => {
    const pool = await openPool(parts, UserPoolId);
    if (pool.settings.deletionProtection) {
      throw invalidParameter(
        "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
      );
    }
    if (!(await parts.stores.pools.remove(pool.id))) throw poolNotFound(UserPoolId);
    return {};
  };
}
