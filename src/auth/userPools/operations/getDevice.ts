/** GetDevice: one device of the user. */

import { invalidParameter } from "#auth/faults";
import { openDevice } from "#auth/userPools/deviceAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";
import { deviceView } from "#auth/userPools/views";

export function getDevice(parts: UserPoolParts): UserPoolOperation<"GetDevice"> {
  return async ({ AccessToken, DeviceKey }) => {
    if (!AccessToken) throw invalidParameter("Missing required parameter AccessToken");
    const { pool, user } = await openAccessToken(parts, AccessToken);
    return { Device: deviceView(await openDevice(parts, pool.id, user.sub, DeviceKey)) };
  };
}
