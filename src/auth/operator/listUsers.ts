/** GET pools/{poolId}/users: a pool's users, by page, filtered as ListUsers filters (query: filter, limit, token). */

import { openPageToken, pageToken } from "#auth/pages";
import type { User } from "#auth/user";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolParts } from "#auth/userPools/parts";
import { parseUserFilter } from "#auth/userPools/userFilter";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import { pageSize } from "./pageSize.ts";

export function listUsers(parts: UserPoolParts): JsonRoute {
  return {
    method: "GET",
    path: "/_ohmstead/v1/pools/{poolId}/users",
    async handle({ query, labels: { poolId = "" } }) {
      const pool = await openPool(parts, poolId);
      const filter = parseUserFilter(query.get("filter") ?? undefined);
      const list = `operator's users ${pool.id} ${JSON.stringify(filter ?? null)}`;
      const after = openPageToken(parts, query.get("token") ?? undefined, list);
      const { items, next } = await parts.stores.users.list(pool, filter, pageSize(query), after);
      return { users: items.map(userView), next: pageToken(parts, next, list) };
    },
  };
}

function userView({ username, sub, status, enabled, attributes, createdAt, updatedAt }: User): unknown {
  return { username, sub, status, enabled, attributes, createdAt, updatedAt };
}
