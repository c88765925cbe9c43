/** Reads many users at once: lists with ListUsers' filters, and their number. */

import type { Builder, Compilable } from "#kernel/sql/builder";
import { pageOf } from "#kernel/sql/page";
import type { Pool } from "#auth/pool";
import { signInKey } from "#auth/signInKey";
import type { StoreContext } from "./context.ts";
import type { UserFilter, UserStore } from "./stores.ts";
import type { AuthTables } from "./tables.ts";
import { toUser, type UserRow } from "./userRows.ts";

/**
 * Users with what of their credentials a `User` tells. A subquery and no join: SQLite prepares a statement that joins
 * anew whenever its parameters change, and that costs thirty times what reading the row does.
 */
export function joinedUsers({ tables }: Builder<AuthTables>) {
  return tables
    .selectFrom("auth_users as u")
    .selectAll("u")
    .select((select) =>
      select
        .selectFrom("auth_credentials as c")
        .select("c.totp_ready")
        .whereRef("c.pool_id", "=", "u.pool_id")
        .whereRef("c.sub", "=", "u.sub")
        .as("totp_ready"),
    );
}

export function createUserList({ database, sql }: StoreContext): Pick<UserStore, "list" | "count"> {
  const { tables, compile } = sql;
  const joined = joinedUsers(sql);
  return {
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
