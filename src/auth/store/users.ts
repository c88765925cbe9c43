/** Store: users and the names they sign in by. */

import type { Compilable } from "#kernel/sql/builder";
import { pageOf } from "#kernel/sql/page";
import type { Pool } from "#auth/pool";
import { signInKey } from "#auth/signInKey";
import type { User } from "#auth/user";
import { isUniqueViolation, type StoreContext } from "./context.ts";
import type { NewUser, SignInName, UserFilter, UserStore } from "./stores.ts";
import type { SignInNamesTable } from "./tables.ts";
import { nameRows, sealVerifier, toRow, toUser, type UserRow } from "./userRows.ts";
import { createUserUpdate } from "./userUpdate.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Everything kept by pool and sub beside the user's own row. */
const belongings = [
  "auth_sign_in_names",
  "auth_credentials",
  "auth_password_history",
  "auth_group_members",
  "auth_devices",
] as const;

export function createUserStore(context: StoreContext): UserStore {
  const { database, sql, sealer } = context;
  const { tables, compile, prepare } = sql;
  const joined = tables
    .selectFrom("auth_users as u")
    .leftJoin("auth_credentials as c", (join) => join.onRef("c.pool_id", "=", "u.pool_id").onRef("c.sub", "=", "u.sub"))
    .selectAll("u")
    .select("c.totp_ready");
  const bySub = prepare<{ pool: string; sub: string }>((slot) =>
    joined.where("u.pool_id", "=", slot("pool")).where("u.sub", "=", slot("sub")),
  );
  const byName = prepare<{ pool: string; key: string }>((slot) =>
    joined
      .innerJoin("auth_sign_in_names as n", (join) =>
        join.onRef("n.pool_id", "=", "u.pool_id").onRef("n.sub", "=", "u.sub"),
      )
      .where("n.pool_id", "=", slot("pool"))
      .where("n.name_key", "=", slot("key")),
  );

  async function find(poolId: string, sub: string): Promise<User | undefined> {
    const row = await database.first<UserRow>(bySub({ pool: poolId, sub }));
    return row && toUser(row);
  }

  async function firstTaken(pool: Pool, names: readonly SignInName[]): Promise<SignInName | undefined> {
    for (const name of names) {
      const row = await database.first(
        byName({ pool: pool.id, key: signInKey(pool.settings.caseSensitive, name.value) }),
      );
      if (row) return name;
    }
    return undefined;
  }

  async function create({ user, names, verifier }: NewUser, pool: Pool): Promise<SignInName | undefined> {
    const { poolId, sub } = user;
    const password = verifier ? sealVerifier(sealer, poolId, sub, verifier) : null;
    const credentials = { pool_id: poolId, sub, password, totp: null, totp_pending: null, totp_ready: 0, totp_step: 0 };
    try {
      await database.batch([
        compile(tables.insertInto("auth_users").values(toRow(pool, user))),
        compile(tables.insertInto("auth_credentials").values(credentials)),
        ...nameRows(pool, sub, names).map((row) => compile(tables.insertInto("auth_sign_in_names").values(row))),
      ]);
      return undefined;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const [first] = names;
      const taken = (await firstTaken(pool, names)) ?? first;
      if (!taken) throw error;
      return taken;
    }
  }

  return {
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

    async remove(poolId, sub) {
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
    },

    async list(pool, filter, limit, after = "") {
      const base = joined
        .where("u.pool_id", "=", pool.id)
        .where("u.sub", ">", after)
        .orderBy("u.sub")
        .limit(limit + 1);
      const rows = await database.all<UserRow>(compile(filter ? withFilter(base, pool, filter) : base));
      return pageOf(rows.map(toUser), limit, (user) => user.sub);
    },

    async count(poolId) {
      const query = tables
        .selectFrom("auth_users")
        .select((select) => select.fn.countAll().as("users"))
        .where("pool_id", "=", poolId);
      const row = await database.first<{ users: number }>(compile(query));
      return row?.users ?? 0;
    },
  };
}

/** Columns that hold the normal form of a sign-in name. */
const keyed: Readonly<Record<string, "username_key" | "email_key" | "phone_number_key" | "preferred_username_key">> = {
  username: "username_key",
  email: "email_key",
  phone_number: "phone_number_key",
  preferred_username: "preferred_username_key",
};
const plain: Readonly<Record<string, "sub" | "name" | "given_name" | "family_name" | "status">> = {
  sub: "sub",
  name: "name",
  given_name: "given_name",
  family_name: "family_name",
  "cognito:user_status": "status",
};

/** Attributes ListUsers can filter by. */
export const filterable: readonly string[] = [...Object.keys(keyed), ...Object.keys(plain), "status"];

/** Greater than every text that may follow a prefix. */
const afterAll = "\u{10FFFF}";

/** As much of Kysely's query as a filter adds to; its own type would drag every joined table along. */
interface Filterable extends Compilable {
  where(column: `u.${string}`, operator: "=" | ">=" | "<", value: string | number): Filterable;
}

function withFilter(query: unknown, pool: Pool, filter: UserFilter): Filterable {
  const filtered = query as Filterable;
  const { attribute, match } = filter;
  if (attribute === "status") {
    const word = filter.value.toLowerCase();
    const enabled = (match === "equals" ? word === "enabled" : "enabled".startsWith(word)) ? 1 : 0;
    const disabled = (match === "equals" ? word === "disabled" : "disabled".startsWith(word)) ? 1 : 0;
    if (enabled + disabled === 2) return filtered;
    return filtered.where("u.enabled", "=", enabled + disabled === 0 ? -1 : enabled);
  }
  const key = keyed[attribute];
  const column = `u.${key ?? plain[attribute] ?? "sub"}` as const;
  const value = key ? signInKey(pool.settings.caseSensitive, filter.value) : filter.value;
  if (match === "equals") return filtered.where(column, "=", value);
  return filtered.where(column, ">=", value).where(column, "<", value + afterAll);
}
