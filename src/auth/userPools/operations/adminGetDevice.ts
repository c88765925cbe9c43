/** AdminGetDevice: one device of a user. */

import { openUser } from "#auth/userPools/adminAccess";
import { openDevice } from "#auth/userPools/deviceAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { deviceView } from "#auth/userPools/views";

export function adminGetDevice(parts: UserPoolParts): UserPoolOperation<"AdminGetDevice"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    return { Device: deviceView(await openDevice(parts, pool.id, user.sub, input.DeviceKey)) };
  };
}
