/** GetDevice: one device of the user. */

import { invalidParameter } from "#auth/faults";
import { openDevice } from "../deviceAccess.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { openAccessToken } from "../tokenAccess.ts";
import { deviceView } from "../views.ts";

export function getDevice(parts: UserPoolParts): UserPoolOperation<"GetDevice"> {
  return async ({ AccessToken, DeviceKey }) => {
    if (!AccessToken) throw invalidParameter("Missing required parameter AccessToken");
    const { pool, user } = await openAccessToken(parts, AccessToken);
    return { Device: deviceView(await openDevice(parts, pool.id, user.sub, DeviceKey)) };
  };
}
