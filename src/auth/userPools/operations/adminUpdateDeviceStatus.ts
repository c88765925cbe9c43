/** AdminUpdateDeviceStatus: a device is remembered, or not. */

import { openUser } from "#auth/userPools/adminAccess";
import { openDevice } from "#auth/userPools/deviceAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminUpdateDeviceStatus(parts: UserPoolParts): UserPoolOperation<"AdminUpdateDeviceStatus"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    const device = await openDevice(parts, pool.id, user.sub, input.DeviceKey);
    const status = input.DeviceRememberedStatus;
    const remembered = status ? status === "remembered" : device.remembered;
    await parts.stores.devices.update(device, { remembered }, parts.clock.now());
    return {};
  };
}
