/** AdminGetDevice: one device of a user. */

import { openUser } from "../adminAccess.ts";
import { openDevice } from "../deviceAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { deviceView } from "../views.ts";

export function adminGetDevice(parts: UserPoolParts): UserPoolOperation<"AdminGetDevice"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    return { Device: deviceView(await openDevice(parts, pool.id, user.sub, input.DeviceKey)) };
  };
}
