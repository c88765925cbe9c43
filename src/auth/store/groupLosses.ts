/** Store: which groups users lost while tokens that name them may still be out. */

import { remember } from "#kernel/sql/remember";
import type { Sql } from "#ports/database";
import type { StoreContext } from "./context.ts";
import type { GroupLossStore } from "./stores.ts";

const rememberedPools = 1000;

export function createGroupLossStore({ database, sql }: StoreContext): GroupLossStore {
  const { tables, prepare } = sql;
  const newest = prepare<{ pool: string }>((slot) =>
    tables
      .selectFrom("auth_group_losses")
      .select((of) => of.fn.max("lost_at").as("at"))
      .where("pool_id", "=", slot("pool")),
  );
  const ofUser = prepare<{ pool: string; sub: string; since: number }>((slot) =>
    tables
      .selectFrom("auth_group_losses as l")
      .select("l.group_name")
      .where("l.pool_id", "=", slot("pool"))
      .where("l.sub", "=", slot("sub"))
      .where("l.lost_at", ">=", slot("since"))
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom("auth_group_members as m")
              .select("m.sub")
              .whereRef("m.pool_id", "=", "l.pool_id")
              .whereRef("m.group_name", "=", "l.group_name")
              .whereRef("m.sub", "=", "l.sub"),
          ),
        ),
      ),
  );
  return {
    newest: remember(database, rememberedPools, async (pool: string) => {
      const row = await database.first<{ readonly at: number | null }>(newest({ pool }));
      return row?.at ?? undefined;
    }),
    async ofUser(poolId, sub, since) {
      const rows = await database.all<{ readonly group_name: string }>(ofUser({ pool: poolId, sub, since }));
      return rows.map(({ group_name: name }) => name);
    },
  };
}

/** Remembers that the members of a group lose it; run it before they do. @param sub of one member; all when absent */
export function lossOf({ sql }: StoreContext, poolId: string, group: string, now: number, sub?: string): Sql {
  const { tables, compile } = sql;
  const all = tables
    .selectFrom("auth_group_members")
    .select((of) => ["pool_id", "sub", "group_name", of.val(now).as("lost_at")])
    .where("pool_id", "=", poolId)
    .where("group_name", "=", group);
  return compile(
    tables
      .insertInto("auth_group_losses")
      .columns(["pool_id", "sub", "group_name", "lost_at"])
      .expression(sub === undefined ? all : all.where("sub", "=", sub))
      .onConflict((conflict) =>
        conflict
          .columns(["pool_id", "sub", "group_name"])
          .doUpdateSet((row) => ({ lost_at: row.ref("excluded.lost_at") })),
      ),
  );
}
