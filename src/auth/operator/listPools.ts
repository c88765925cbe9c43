/** GET pools: the user pools there are, by page. */

import { openPageToken, pageToken } from "#auth/pages";
import type { Pool } from "#auth/pool";
import type { UserPoolParts } from "#auth/userPools/parts";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import { pageSize } from "./pageSize.ts";

const list = "operator's pools";

export function listPools(parts: UserPoolParts): JsonRoute {
  return {
    method: "GET",
    path: "/_ohmstead/v1/pools",
    async handle({ query }) {
      const after = openPageToken(parts, query.get("token") ?? undefined, list);
      const { items, next } = await parts.stores.pools.list(pageSize(query), after);
      const pools = await Promise.all(items.map((pool) => poolView(parts, pool)));
      return { pools, next: pageToken(parts, next, list) };
    },
  };
}

async function poolView({ stores }: UserPoolParts, pool: Pool): Promise<unknown> {
  const { id: poolId, name, settings, createdAt } = pool;
  const users = await stores.users.count(poolId);
  const signInNames = settings.usernameAttributes.length > 0 ? settings.usernameAttributes : ["username"];
  return { poolId, name, users, signInNames, mfa: settings.mfa.mode, createdAt };
}
