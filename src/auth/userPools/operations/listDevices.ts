/** ListDevices: the user's devices, by page. */

import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openPageToken, pageToken } from "#auth/pages";
import { openAccessToken } from "#auth/userPools/tokenAccess";
import { deviceView } from "#auth/userPools/views";

export function listDevices(parts: UserPoolParts): UserPoolOperation<"ListDevices"> {
  return async ({ AccessToken, Limit = 60, PaginationToken }) => {
    const { pool, user } = await openAccessToken(parts, AccessToken);
    const list = `devices ${pool.id} ${user.sub}`;
    const after = openPageToken(parts, PaginationToken, list);
    const { items, next } = await parts.stores.devices.list(pool.id, user.sub, Limit || 60, after);
    const token = pageToken(parts, next, list);
    return { Devices: items.map(deviceView), ...(token !== undefined && { PaginationToken: token }) };
  };
}
