/** Store: identity pools, and identities with the logins that lead to them. */

import { pageOf } from "#kernel/sql/page";
import type { Identity, IdentityPool, IdentityPoolSettings, Login } from "#auth/identityPool";
import { isUniqueViolation, type StoreContext } from "./context.ts";
import type { Page } from "./page.ts";
import type { IdentitiesTable, IdentityLoginsTable, IdentityPoolsTable } from "./tables.ts";

export interface IdentityPoolStore {
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
  identity(id: string): Promise<Identity | undefined>;
  /** The identity any of the logins leads to. */
  identityOf(poolId: string, logins: readonly Login[]): Promise<Identity | undefined>;
  /** False when one of the logins leads to another identity by now. */
  addIdentity(identity: Identity): Promise<boolean>;
  /** Adds logins to an identity; false when one of them leads to another identity. */
  link(identity: Identity, logins: readonly Login[], now: number): Promise<boolean>;
  unlink(identity: Identity, providers: readonly string[], now: number): Promise<void>;
  identities(poolId: string, limit: number, after?: string): Promise<Page<Identity>>;
  removeIdentity(id: string): Promise<boolean>;
}

export function createIdentityPoolStore({ database, sql }: StoreContext): IdentityPoolStore {
  const { tables, compile } = sql;

  async function withLogins(row: IdentitiesTable | undefined): Promise<Identity | undefined> {
    if (!row) return undefined;
    const query = tables
      .selectFrom("auth_identity_logins")
      .selectAll()
      .where("identity_id", "=", row.id)
      .orderBy("provider");
    const logins = await database.all<IdentityLoginsTable>(compile(query));
    return {
      id: row.id,
      poolId: row.pool_id,
      logins: logins.map(({ provider, subject }) => ({ provider, subject })),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    };
  }

  const loginRows = (identity: Identity, logins: readonly Login[]) =>
    logins.map(({ provider, subject }) =>
      compile(
        tables
          .insertInto("auth_identity_logins")
          .values({ pool_id: identity.poolId, provider, subject, identity_id: identity.id }),
      ),
    );
  const touch = (id: string, now: number) =>
    compile(tables.updateTable("auth_identities").set({ updated_at: now }).where("id", "=", id));

  async function unlessTaken(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  return {
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

    async identity(id) {
      const query = tables.selectFrom("auth_identities").selectAll().where("id", "=", id);
      return withLogins(await database.first<IdentitiesTable>(compile(query)));
    },

    async identityOf(poolId, logins) {
      for (const { provider, subject } of logins) {
        const query = tables
          .selectFrom("auth_identity_logins as l")
          .innerJoin("auth_identities as i", "i.id", "l.identity_id")
          .selectAll("i")
          .where("l.pool_id", "=", poolId)
          .where("l.provider", "=", provider)
          .where("l.subject", "=", subject);
        const row = await database.first<IdentitiesTable>(compile(query));
        if (row) return withLogins(row);
      }
      return undefined;
    },

    addIdentity: (identity) =>
      unlessTaken(() => {
        const { id, poolId, createdAt, updatedAt } = identity;
        const row = { id, pool_id: poolId, created_at: createdAt, updated_at: updatedAt };
        const insert = compile(tables.insertInto("auth_identities").values(row));
        return database.batch([insert, ...loginRows(identity, identity.logins)]);
      }),

    link: (identity, logins, now) =>
      unlessTaken(() => database.batch([...loginRows(identity, logins), touch(identity.id, now)])),

    async unlink(identity, providers, now) {
      const query = tables.deleteFrom("auth_identity_logins").where("identity_id", "=", identity.id);
      await database.batch([compile(query.where("provider", "in", [...providers])), touch(identity.id, now)]);
    },

    async identities(poolId, limit, after = "") {
      const query = tables
        .selectFrom("auth_identities")
        .selectAll()
        .where("pool_id", "=", poolId)
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit + 1);
      const { items, next } = pageOf(await database.all<IdentitiesTable>(compile(query)), limit, (row) => row.id);
      const identities = await Promise.all(items.map(withLogins));
      return { items: identities.filter((identity) => identity !== undefined), next };
    },

    async removeIdentity(id) {
      const [removed] = await database.batch([
        compile(tables.deleteFrom("auth_identities").where("id", "=", id)),
        compile(tables.deleteFrom("auth_identity_logins").where("identity_id", "=", id)),
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
