/** UpdateDeviceStatus: the user wants the device remembered, or not. */

import { openDevice } from "#auth/userPools/deviceAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function updateDeviceStatus(parts: UserPoolParts): UserPoolOperation<"UpdateDeviceStatus"> {
  return async ({ AccessToken, DeviceKey, DeviceRememberedStatus }) => {
    const { pool, user } = await openAccessToken(parts, AccessToken);
    const device = await openDevice(parts, pool.id, user.sub, DeviceKey);
    const remembered = DeviceRememberedStatus ? DeviceRememberedStatus === "remembered" : device.remembered;
    await parts.stores.devices.update(device, { remembered }, parts.clock.now());
    return {};
  };
}
