/** UpdateUserPool: states a pool anew; what is left out goes back to its default, as on AWS. */

import { changePool } from "../changePool.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { statedSettings } from "../poolSettings.ts";

export function updateUserPool(parts: UserPoolParts): UserPoolOperation<"UpdateUserPool"> {
  return async ({ UserPoolId, PoolName, ...input }) => {
    await changePool(parts, UserPoolId, (present) => ({
      ...(PoolName !== undefined && { name: PoolName }),
      settings: statedSettings(present.settings, input),
    }));
    return {};
  };
}
