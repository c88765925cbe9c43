/** AdminForgetDevice: a device is unknown from now on. */

import { openUser } from "#auth/userPools/adminAccess";
import { forget } from "#auth/userPools/deviceAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminForgetDevice(parts: UserPoolParts): UserPoolOperation<"AdminForgetDevice"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    await forget(parts, pool.id, user.sub, input.DeviceKey);
    return {};
  };
}
