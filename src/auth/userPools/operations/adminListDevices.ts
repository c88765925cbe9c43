/** AdminListDevices: a user's devices, by page. */

import { openPageToken, pageToken } from "#auth/pages";
import { openUser } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { deviceView } from "#auth/userPools/views";

export function adminListDevices(parts: UserPoolParts): UserPoolOperation<"AdminListDevices"> {
  return async ({ Limit, PaginationToken, ...input }) => {
    const { pool, user } = await openUser(parts, input);
    const list = `devices ${pool.id} ${user.sub}`;
    const after = openPageToken(parts, PaginationToken, list);
    const { items, next } = await parts.stores.devices.list(pool.id, user.sub, Limit || 60, after);
    const token = pageToken(parts, next, list);
    return { Devices: items.map(deviceView), ...(token !== undefined && { PaginationToken: token }) };
  };
}
