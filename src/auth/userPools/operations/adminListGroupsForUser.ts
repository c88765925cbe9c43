/** AdminListGroupsForUser: the groups a user is in, highest rank first, by page. */

import { openPageToken, pageToken } from "#auth/pages";
import { openUser } from "#auth/userPools/adminAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { groupView } from "#auth/userPools/views";

export function adminListGroupsForUser(parts: UserPoolParts): UserPoolOperation<"AdminListGroupsForUser"> {
  return async ({ Limit, NextToken, ...input }) => {
    const { pool, user } = await openUser(parts, input);
    const list = `user groups ${pool.id} ${user.sub}`;
    const after = openPageToken(parts, NextToken, list);
    const groups = await parts.stores.groups.ofUser(pool.id, user.sub);
    const begin = after === undefined ? 0 : groups.findIndex(({ name }) => name === after) + 1;
    const page = groups.slice(begin, begin + (Limit || 60));
    const more = begin + page.length < groups.length;
    const token = pageToken(parts, more ? page.at(-1)?.name : undefined, list);
    return { Groups: page.map(groupView), ...(token !== undefined && { NextToken: token }) };
  };
}
