/** Store: identity pools. */

import { pageOf } from "#kernel/sql/page";
import type { IdentityPool, IdentityPoolSettings } from "#auth/identityPool";
import type { StoreContext } from "./context.ts";
import { createIdentities, type IdentityStore } from "./identities.ts";
import type { Page } from "./page.ts";
import type { IdentityPoolsTable } from "./tables.ts";

export interface IdentityPoolStore extends IdentityStore {
  create(pool: IdentityPool): Promise<void>;
  find(id: string): Promise<IdentityPool | undefined>;
  list(limit: number, after?: string): Promise<Page<IdentityPool>>;
  /** False when another change was first. */
  update(
    pool: IdentityPool,
    change: { readonly name?: string; readonly settings: IdentityPoolSettings },
    now: number,
  ): Promise<boolean>;
  /** Removes the pool with its identities. */
  remove(id: string): Promise<boolean>;
}

export function createIdentityPoolStore(context: StoreContext): IdentityPoolStore {
  const { database, sql } = context;
  const { tables, compile } = sql;

  return {
    ...createIdentities(context),

    async create(pool) {
      const row: IdentityPoolsTable = {
        id: pool.id,
        name: pool.name,
        settings: JSON.stringify(pool.settings),
        revision: pool.revision,
        created_at: pool.createdAt,
        updated_at: pool.updatedAt,
      };
      await database.run(compile(tables.insertInto("auth_identity_pools").values(row)));
    },

    async find(id) {
      const query = tables.selectFrom("auth_identity_pools").selectAll().where("id", "=", id);
      const row = await database.first<IdentityPoolsTable>(compile(query));
      return row && toPool(row);
    },

    async list(limit, after = "") {
      const query = tables
        .selectFrom("auth_identity_pools")
        .selectAll()
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit + 1);
      return pageOf((await database.all<IdentityPoolsTable>(compile(query))).map(toPool), limit, (pool) => pool.id);
    },

    async update(pool, change, now) {
      const values = {
        name: change.name ?? pool.name,
        settings: JSON.stringify(change.settings),
        revision: pool.revision + 1,
        updated_at: now,
      };
      const guarded = tables
        .updateTable("auth_identity_pools")
        .set(values)
        .where("id", "=", pool.id)
        .where("revision", "=", pool.revision);
      return (await database.run(compile(guarded))).changes === 1;
    },

    async remove(id) {
      const [removed] = await database.batch([
        compile(tables.deleteFrom("auth_identity_pools").where("id", "=", id)),
        compile(tables.deleteFrom("auth_identities").where("pool_id", "=", id)),
        compile(tables.deleteFrom("auth_identity_logins").where("pool_id", "=", id)),
      ]);
      return removed?.changes === 1;
    },
  };
}

function toPool(row: IdentityPoolsTable): IdentityPool {
  return {
    id: row.id,
    name: row.name,
    settings: JSON.parse(row.settings) as IdentityPoolSettings,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
