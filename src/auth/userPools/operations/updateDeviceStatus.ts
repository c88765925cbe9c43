/** UpdateDeviceStatus: the user wants the device remembered, or not. */

import { openDevice } from "../deviceAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { openAccessToken } from "../tokenAccess.ts";

export function updateDeviceStatus(parts: UserPoolParts): UserPoolOperation<"UpdateDeviceStatus"> {
  return async ({ AccessToken, DeviceKey, DeviceRememberedStatus }) => {
    const { pool, user } = await openAccessToken(parts, AccessToken);
    const device = await openDevice(parts, pool.id, user.sub, DeviceKey);
    const remembered = DeviceRememberedStatus ? DeviceRememberedStatus === "remembered" : device.remembered;
    await parts.stores.devices.update(device, { remembered }, parts.clock.now());
    return {};
  };
}
