/** Store: identities, and the logins that lead to them. */

import { pageOf } from "#kernel/sql/page";
import type { Identity, Login } from "#auth/identityPool";
import { isUniqueViolation, type StoreContext } from "./context.ts";
import type { Page } from "./page.ts";
import type { IdentitiesTable, IdentityLoginsTable } from "./tables.ts";

/** Identities of identity pools. */
export interface IdentityStore {
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

export function createIdentities(context: StoreContext): IdentityStore {
  return { ...reads(context), ...changes(context) };
}

type Reads = Pick<IdentityStore, "identity" | "identityOf" | "identities">;

function reads({ database, sql }: StoreContext): Reads {
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

  return {
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
  };
}

function changes({ database, sql }: StoreContext): Omit<IdentityStore, keyof Reads> {
  const { tables, compile } = sql;
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

  return {
    addIdentity: (identity) =>
      unlessTaken(() => {
        const { id, poolId, createdAt, updatedAt } = identity;
        const row = { id, pool_id: poolId, created_at: createdAt, updated_at: updatedAt };
        const insert = compile(tables.insertInto("auth_identities").values(row));
        return database.batch([insert, ...loginRows(identity, identity.logins)]).then(() => true);
      }),

    link: (identity, logins, now) =>
      unlessTaken(() =>
        database.transaction(async (transaction) => {
          // An identity that was removed meanwhile must not get logins that lead nowhere.
          const { changes } = await transaction.run(touch(identity.id, now));
          if (changes === 0) return false;
          for (const statement of loginRows(identity, logins)) await transaction.run(statement);
          return true;
        }),
      ),

    async unlink(identity, providers, now) {
      const query = tables.deleteFrom("auth_identity_logins").where("identity_id", "=", identity.id);
      await database.batch([compile(query.where("provider", "in", [...providers])), touch(identity.id, now)]);
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

/** False when a key is taken, or the work itself says so. */
async function unlessTaken(work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
