/** Store: users and the names they sign in by. */

import type { Pool } from "#auth/pool";
import { signInKey } from "#auth/signInKey";
import type { User } from "#auth/user";
import type { Runner, Sql } from "#ports/database";
import { isUniqueViolation, type StoreContext } from "./context.ts";
import { rowInsert } from "./rowInsert.ts";
import type { NewUser, SignInName, UserStore } from "./stores.ts";
import type { SignInNamesTable } from "./tables.ts";
import { createUserList, joinedUsers } from "./userList.ts";
import { credentialsRow, nameRows, toRow, toUser, type UserRow } from "./userRows.ts";
import { createUserUpdate } from "./userUpdate.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Everything kept by pool and sub beside the user's own row. */
const belongings = [
  "auth_sign_in_names",
  "auth_credentials",
  "auth_password_history",
  "auth_group_members",
  "auth_group_losses",
  "auth_devices",
] as const;

export function createUserStore(context: StoreContext): UserStore {
  const { database, sql, sealer } = context;
  const { tables, compile } = sql;
  const { bySub, byName } = findingStatements(sql);
  const insertUser = rowInsert(sql, "auth_users");
  const insertCredentials = rowInsert(sql, "auth_credentials");
  const insertName = rowInsert(sql, "auth_sign_in_names");

  async function find(poolId: string, sub: string): Promise<User | undefined> {
    const row = await database.first<UserRow>(bySub({ pool: poolId, sub }));
    return row && toUser(row);
  }

  async function create(made: NewUser, pool: Pool): Promise<SignInName | undefined> {
    const { user, names, groups = [] } = made;
    const { poolId, sub } = user;
    const member = (name: string) => ({ pool_id: poolId, group_name: name, sub, added_at: user.createdAt });
    try {
      await database.batch([
        insertUser(toRow(pool, user)),
        insertCredentials(credentialsRow(sealer, made)),
        ...nameRows(pool, sub, names).map(insertName),
        ...groups.map((name) => compile(tables.insertInto("auth_group_members").values(member(name)))),
      ]);
      return undefined;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const [first] = names;
      const taken = (await firstTaken(database, byName, pool, names)) ?? first;
      if (!taken) throw error;
      return taken;
    }
  }

  return {
    ...createUserList(context),
    create,
    find,
    update: createUserUpdate(context, find),

    async findBySignInName(pool, typed) {
      const key = signInKey(pool.settings.caseSensitive, typed);
      const row = await database.first<UserRow>(byName({ pool: pool.id, key }));
      if (row) return toUser(row);
      return uuid.test(typed) ? find(pool.id, typed.toLowerCase()) : undefined;
    },

    async names(poolId, sub) {
      const query = tables
        .selectFrom("auth_sign_in_names")
        .selectAll()
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub);
      const rows = await database.all<SignInNamesTable>(compile(query));
      return rows.map(({ kind, value }) => ({ kind: kind as SignInName["kind"], value }));
    },

    remove: (poolId, sub) => removeUser(context, poolId, sub),
  };
}

/** A user by sub, and by a sign-in name. */
function findingStatements(sql: StoreContext["sql"]) {
  const { prepare } = sql;
  const joined = joinedUsers(sql);
  const bySub = prepare<{ pool: string; sub: string }>((slot) =>
    joined.where("u.pool_id", "=", slot("pool")).where("u.sub", "=", slot("sub")),
  );
  const byName = prepare<{ pool: string; key: string }>((slot) =>
    joined
      .where("u.pool_id", "=", slot("pool"))
      .where("u.sub", "=", (where) =>
        where
          .selectFrom("auth_sign_in_names as n")
          .select("n.sub")
          .where("n.pool_id", "=", slot("pool"))
          .where("n.name_key", "=", slot("key")),
      ),
  );
  return { bySub, byName };
}

async function removeUser({ database, sql }: StoreContext, poolId: string, sub: string): Promise<boolean> {
  const { tables, compile } = sql;
  const signIns = tables
    .selectFrom("auth_sign_ins")
    .select("origin_jti")
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub);
  const [removed] = await database.batch([
    compile(tables.deleteFrom("auth_users").where("pool_id", "=", poolId).where("sub", "=", sub)),
    compile(tables.deleteFrom("auth_refresh_tokens").where("origin_jti", "in", signIns)),
    compile(tables.deleteFrom("auth_sign_ins").where("pool_id", "=", poolId).where("sub", "=", sub)),
    compile(tables.deleteFrom("auth_codes").where("pool_id", "=", poolId).where("subject", "=", sub)),
    ...belongings.map((table) =>
      compile(
        tables
          .deleteFrom(table as "auth_devices")
          .where("pool_id", "=", poolId)
          .where("sub", "=", sub),
      ),
    ),
  ]);
  return removed?.changes === 1;
}

async function firstTaken(
  database: Runner,
  byName: (values: { readonly pool: string; readonly key: string }) => Sql,
  pool: Pool,
  names: readonly SignInName[],
): Promise<SignInName | undefined> {
  for (const name of names) {
    const key = signInKey(pool.settings.caseSensitive, name.value);
    if (await database.first(byName({ pool: pool.id, key }))) return name;
  }
  return undefined;
}
