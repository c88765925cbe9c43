/** Store: user pools. */

import { pageOf } from "#kernel/sql/page";
import type { OAuthSettings, Pool, PoolSettings } from "#auth/pool";
import type { Sql } from "#ports/database";
import type { StoreContext } from "./context.ts";
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
  "auth_devices",
  "auth_sessions",
  "auth_attempts",
  "auth_uses",
  "auth_codes",
  "auth_signing_keys",
];

const oauthPurpose = (poolId: string): string => `auth oauth settings of pool ${poolId}`;

export function createPoolStore({ database, sql, sealer }: StoreContext): PoolStore {
  const { tables, compile, prepare } = sql;
  const byId = prepare<{ id: string }>((slot) =>
    tables.selectFrom("auth_pools").selectAll().where("id", "=", slot("id")),
  );
  /** The last reading of each pool: settings are parsed again only when their row changed. */
  const parsed = new Map<string, { readonly row: PoolsTable; readonly pool: Pool }>();

  function toPool(row: PoolsTable): Pool {
    const known = parsed.get(row.id);
    if (known?.row.settings === row.settings && known.row.oauth === row.oauth && known.row.revision === row.revision) {
      return known.pool;
    }
    const oauth =
      row.oauth === null
        ? {}
        : { oauth: JSON.parse(sealer.openText(row.oauth, oauthPurpose(row.id))) as OAuthSettings };
    const pool: Pool = {
      id: row.id,
      name: row.name,
      settings: { ...(JSON.parse(row.settings) as PoolSettings), ...oauth },
      revision: row.revision,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    };
    if (parsed.size > 1_000) parsed.clear();
    parsed.set(row.id, { row, pool });
    return pool;
  }

  function written(id: string, settings: PoolSettings): { settings: string; oauth: string | null } {
    const { oauth, ...rest } = settings;
    return {
      settings: JSON.stringify(rest),
      oauth: oauth === undefined ? null : sealer.seal(JSON.stringify(oauth), oauthPurpose(id)),
    };
  }

  function claimDomain(id: string, settings: PoolSettings): readonly Sql[] {
    const prefix = settings.oauth?.domainPrefix;
    if (prefix === undefined) return [];
    return [compile(tables.insertInto("auth_domains").values({ prefix, pool_id: id }))];
  }

  const dropDomain = (id: string): Sql => compile(tables.deleteFrom("auth_domains").where("pool_id", "=", id));

  return {
    async create(pool) {
      const row: PoolsTable = {
        id: pool.id,
        name: pool.name,
        ...written(pool.id, pool.settings),
        revision: pool.revision,
        created_at: pool.createdAt,
        updated_at: pool.updatedAt,
      };
      await database.batch([
        compile(tables.insertInto("auth_pools").values(row)),
        ...claimDomain(pool.id, pool.settings),
      ]);
    },

    async find(id) {
      const row = await database.first<PoolsTable>(byId({ id }));
      return row && toPool(row);
    },

    async findByDomain(prefix) {
      const query = tables
        .selectFrom("auth_domains")
        .innerJoin("auth_pools", "auth_pools.id", "auth_domains.pool_id")
        .selectAll("auth_pools")
        .where("auth_domains.prefix", "=", prefix);
      const row = await database.first<PoolsTable>(compile(query));
      return row && toPool(row);
    },

    async list(limit, after = "") {
      const query = tables
        .selectFrom("auth_pools")
        .selectAll()
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit + 1);
      const rows = await database.all<PoolsTable>(compile(query));
      return pageOf(rows.map(toPool), limit, (pool) => pool.id);
    },

    async update(pool, change, now) {
      return database.transaction(async (transaction) => {
        const values = {
          name: change.name ?? pool.name,
          ...written(pool.id, change.settings),
          revision: pool.revision + 1,
          updated_at: now,
        };
        const guarded = tables
          .updateTable("auth_pools")
          .set(values)
          .where("id", "=", pool.id)
          .where("revision", "=", pool.revision);
        const { changes } = await transaction.run(compile(guarded));
        if (changes === 0) return false;
        await transaction.run(dropDomain(pool.id));
        for (const statement of claimDomain(pool.id, change.settings)) await transaction.run(statement);
        return true;
      });
    },

    async remove(id) {
      const signIns = tables.selectFrom("auth_sign_ins").select("origin_jti").where("pool_id", "=", id);
      const outcomes = await database.batch([
        compile(tables.deleteFrom("auth_pools").where("id", "=", id)),
        compile(tables.deleteFrom("auth_refresh_tokens").where("origin_jti", "in", signIns)),
        compile(tables.deleteFrom("auth_sign_ins").where("pool_id", "=", id)),
        ...belongings.map((table) => compile(tables.deleteFrom(table as "auth_clients").where("pool_id", "=", id))),
      ]);
      parsed.delete(id);
      return outcomes[0]?.changes === 1;
    },
  };
}
