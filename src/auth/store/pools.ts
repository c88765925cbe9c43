/** Store: user pools. */

import type { Builder } from "#kernel/sql/builder";
import { pageOf } from "#kernel/sql/page";
import type { PoolSettings } from "#auth/pool";
import type { Sql } from "#ports/database";
import type { StoreContext } from "./context.ts";
import { poolRows } from "./poolRows.ts";
import type { PoolStore } from "./stores.ts";
import type { AuthTables, PoolsTable } from "./tables.ts";

/** Everything that belongs to a pool, in the order it is removed. */
const belongings: readonly (keyof AuthTables)[] = [
  "auth_domains",
  "auth_clients",
  "auth_users",
  "auth_sign_in_names",
  "auth_credentials",
  "auth_password_history",
  "auth_groups",
  "auth_group_members",
  "auth_group_losses",
  "auth_devices",
  "auth_sessions",
  "auth_attempts",
  "auth_uses",
  "auth_codes",
  "auth_signing_keys",
];

export function createPoolStore(context: StoreContext): PoolStore {
  const { database, sql, sealer } = context;
  const { tables, compile, prepare } = sql;
  const byId = prepare<{ id: string }>((slot) =>
    tables.selectFrom("auth_pools").selectAll().where("id", "=", slot("id")),
  );
  const rows = poolRows(sealer);
  const prefixes = domains(sql);

  return {
    async create(pool) {
      await database.batch([
        compile(tables.insertInto("auth_pools").values(rows.toRow(pool))),
        ...prefixes.claim(pool.id, pool.settings),
      ]);
    },

    async find(id) {
      const row = await database.first<PoolsTable>(byId({ id }));
      return row && rows.toPool(row);
    },

    async findByDomain(prefix) {
      const query = tables
        .selectFrom("auth_domains")
        .innerJoin("auth_pools", "auth_pools.id", "auth_domains.pool_id")
        .selectAll("auth_pools")
        .where("auth_domains.prefix", "=", prefix);
      const row = await database.first<PoolsTable>(compile(query));
      return row && rows.toPool(row);
    },

    async list(limit, after = "") {
      const query = tables
        .selectFrom("auth_pools")
        .selectAll()
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit + 1);
      const found = await database.all<PoolsTable>(compile(query));
      return pageOf(found.map(rows.toPool), limit, (pool) => pool.id);
    },

    async update(pool, change, now) {
      return database.transaction(async (transaction) => {
        const { name = pool.name, settings } = change;
        const values = rows.toRow({ ...pool, name, settings, revision: pool.revision + 1, updatedAt: now });
        const guarded = tables
          .updateTable("auth_pools")
          .set(values)
          .where("id", "=", pool.id)
          .where("revision", "=", pool.revision);
        const { changes } = await transaction.run(compile(guarded));
        if (changes === 0) return false;
        await transaction.run(prefixes.release(pool.id));
        for (const statement of prefixes.claim(pool.id, settings)) await transaction.run(statement);
        return true;
      });
    },

    async remove(id) {
      rows.forget(id);
      return removePool(context, id);
    },
  };
}

/** Which pool holds which prefix of hosted pages. */
function domains({ tables, compile }: Builder<AuthTables>) {
  return {
    claim(id: string, settings: PoolSettings): readonly Sql[] {
      const prefix = settings.oauth?.domainPrefix;
      if (prefix === undefined) return [];
      return [compile(tables.insertInto("auth_domains").values({ prefix, pool_id: id }))];
    },
    release: (id: string): Sql => compile(tables.deleteFrom("auth_domains").where("pool_id", "=", id)),
  };
}

/** The pool with everything in it, as one unit. */
async function removePool({ database, sql }: StoreContext, id: string): Promise<boolean> {
  const { tables, compile } = sql;
  const signIns = tables.selectFrom("auth_sign_ins").select("origin_jti").where("pool_id", "=", id);
  const outcomes = await database.batch([
    compile(tables.deleteFrom("auth_pools").where("id", "=", id)),
    compile(tables.deleteFrom("auth_refresh_tokens").where("origin_jti", "in", signIns)),
    compile(tables.deleteFrom("auth_sign_ins").where("pool_id", "=", id)),
    ...belongings.map((table) => compile(tables.deleteFrom(table as "auth_clients").where("pool_id", "=", id))),
  ]);
  return outcomes[0]?.changes === 1;
}
