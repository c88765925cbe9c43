/** AdminForgetDevice: a device is unknown from now on. */

import { openUser } from "../adminAccess.ts";
import { forget } from "../deviceAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";

export function adminForgetDevice(parts: UserPoolParts): UserPoolOperation<"AdminForgetDevice"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    await forget(parts, pool.id, user.sub, input.DeviceKey);
    return {};
  };
}
