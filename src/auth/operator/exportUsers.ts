/** GET pools/{poolId}/users/export: users with all that import takes. A secret: who has it can guess passwords at leisure. */

import { openPageToken, pageToken } from "#auth/pages";
import { type Pool, srpPoolName } from "#auth/pool";
import type { User } from "#auth/user";
import { openPool } from "#auth/userPools/adminAccess";
import type { UserPoolParts } from "#auth/userPools/parts";
import { mfaView, userView } from "#auth/userPools/views";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import { pageSize } from "./pageSize.ts";

export function exportUsers(parts: UserPoolParts): JsonRoute {
  return {
    method: "GET",
    path: "/_ohmstead/v1/pools/{poolId}/users/export",
    async handle({ query, labels: { poolId = "" }, caller }) {
      const pool = await openPool(parts, poolId);
      const list = `export of users ${pool.id}`;
      const after = openPageToken(parts, query.get("token") ?? undefined, list);
      // Whoever looks into the log after a leak must find it.
      if (after === undefined) parts.log.warn({ poolId, caller }, "Users are exported with their passwords' verifiers");
      const { items, next } = await parts.stores.users.list(pool, undefined, pageSize(query), after);
      const users = await Promise.all(items.map((user) => exported(parts, pool, user)));
      return { Users: users, PaginationToken: pageToken(parts, next, list) };
    },
  };
}

/** ListUsers' members first, so that tools for those read it, too. */
async function exported({ stores }: UserPoolParts, pool: Pool, user: User): Promise<unknown> {
  const { credentials, groups } = stores;
  const [password, totp, member] = await Promise.all([
    credentials.password(pool.id, user.sub),
    user.totpReady ? credentials.totp(pool.id, user.sub) : undefined,
    groups.ofUser(pool.id, user.sub),
  ]);
  return {
    ...userView(user),
    UserCreateDate: new Date(user.createdAt).toISOString(),
    UserLastModifiedDate: new Date(user.updatedAt).toISOString(),
    ...mfaView(user),
    Groups: member.map(({ name }) => name),
    ...(password && {
      PasswordVerifier: {
        Pool: srpPoolName(pool.id),
        Username: user.username,
        Salt: password.salt,
        Verifier: password.verifier,
      },
    }),
    ...(totp && { SoftwareTokenSecret: Buffer.from(totp.secret).toString("hex") }),
  };
}
