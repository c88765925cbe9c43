/** ForgetDevice: the device is unknown from now on. */

import { invalidParameter } from "#auth/faults";
import { forget } from "#auth/userPools/deviceAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function forgetDevice(parts: UserPoolParts): UserPoolOperation<"ForgetDevice"> {
  return async ({ AccessToken, DeviceKey }) => {
    if (!AccessToken) throw invalidParameter("Missing required parameter AccessToken");
    const { pool, user } = await openAccessToken(parts, AccessToken);
    await forget(parts, pool.id, user.sub, DeviceKey);
    return {};
  };
}
