/** UpdateUserPool: states a pool anew; what is left out goes back to its default, as on AWS. */

import { changePool } from "#auth/userPools/changePool";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { statedSettings } from "#auth/userPools/poolSettings";

export function updateUserPool(parts: UserPoolParts): UserPoolOperation<"UpdateUserPool"> {
  return async ({ UserPoolId, PoolName, ...input }) => {
    await changePool(parts, UserPoolId, (present) => ({
      ...(PoolName !== undefined && { name: PoolName }),
      settings: statedSettings(present.settings, input),
    }));
    return {};
  };
}
