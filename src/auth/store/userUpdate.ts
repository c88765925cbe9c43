/** Changes one user, its names and its password as one unit, guarded by the revision it was read with. */

import type { Runner } from "#ports/database";
import type { Pool } from "#auth/pool";
import { signInKey } from "#auth/signInKey";
import type { User } from "#auth/user";
import { isUniqueViolation, type StoreContext } from "./context.ts";
import type { SignInName, UserChange, UserStore, UserUpdate } from "./stores.ts";
import { nameRows, sealVerifier, toRow } from "./userRows.ts";

type Find = (poolId: string, sub: string) => Promise<User | undefined>;

export function createUserUpdate(context: StoreContext, find: Find): UserStore["update"] {
  const { database, sql } = context;
  const { tables, compile } = sql;

  async function writeUser(runner: Runner, pool: Pool, user: User, change: UserChange, now: number): Promise<boolean> {
    const changed: User = {
      ...user,
      status: change.status ?? user.status,
      enabled: change.enabled ?? user.enabled,
      attributes: change.attributes ?? user.attributes,
      pending: change.pending ?? user.pending,
      mfa: change.mfa ?? user.mfa,
      identities: change.identities ?? user.identities,
      temporaryPasswordUntil:
        change.temporaryPasswordUntil === undefined
          ? user.temporaryPasswordUntil
          : (change.temporaryPasswordUntil ?? undefined),
      revision: user.revision + 1,
      updatedAt: now,
    };
    const guarded = tables
      .updateTable("auth_users")
      .set(toRow(pool, changed))
      .where("pool_id", "=", user.poolId)
      .where("sub", "=", user.sub)
      .where("revision", "=", user.revision);
    return (await runner.run(compile(guarded))).changes === 1;
  }

  async function writeNames(
    runner: Runner,
    pool: Pool,
    user: User,
    names: readonly SignInName[],
    take: readonly SignInName[],
  ) {
    for (const name of take) await takeName(context, runner, pool, user, name);
    const own = tables.deleteFrom("auth_sign_in_names").where("pool_id", "=", pool.id).where("sub", "=", user.sub);
    await runner.run(compile(own));
    for (const row of nameRows(pool, user.sub, names)) {
      await runner.run(compile(tables.insertInto("auth_sign_in_names").values(row)));
    }
  }

  return async (pool, user, change, now): Promise<UserUpdate> => {
    try {
      const written = await database.transaction(async (transaction) => {
        if (!(await writeUser(transaction, pool, user, change, now))) return false;
        if (change.names) await writeNames(transaction, pool, user, change.names, change.takeNames ?? []);
        if (change.password) await writePassword(context, transaction, user, change.password, now);
        return true;
      });
      const updated = written ? await find(user.poolId, user.sub) : undefined;
      return updated ? { outcome: "updated", user: updated } : { outcome: "stale" };
    } catch (error) {
      if (!isUniqueViolation(error) || !change.names) throw error;
      return takenName(context, pool, user, change.names);
    }
  };
}

/** Takes a name from whoever has it; their attribute is no longer verified, so that it cannot sign in any more. */
async function takeName(
  { sql }: StoreContext,
  runner: Runner,
  pool: Pool,
  user: User,
  name: SignInName,
): Promise<void> {
  const { tables, compile } = sql;
  const key = signInKey(pool.settings.caseSensitive, name.value);
  const taken = tables.deleteFrom("auth_sign_in_names").where("pool_id", "=", pool.id).where("name_key", "=", key);
  const { rows } = await runner.run<{ sub: string }>(compile(taken.where("sub", "<>", user.sub).returning("sub")));
  for (const { sub } of rows) {
    const holder = tables
      .selectFrom("auth_users")
      .select(["attributes", "revision"])
      .where("pool_id", "=", pool.id)
      .where("sub", "=", sub);
    const row = await runner.first<{ attributes: string; revision: number }>(compile(holder));
    if (!row) continue;
    const attributes = {
      ...(JSON.parse(row.attributes) as Record<string, string>),
      [`${name.kind}_verified`]: "false",
    };
    const values = { attributes: JSON.stringify(attributes), revision: row.revision + 1 };
    const update = tables.updateTable("auth_users").set(values).where("pool_id", "=", pool.id).where("sub", "=", sub);
    await runner.run(compile(update));
  }
}

/** Replaces the password and keeps the sealed old one as history, at most as many as asked. */
async function writePassword(
  { sql, sealer }: StoreContext,
  runner: Runner,
  { poolId, sub }: User,
  password: NonNullable<UserChange["password"]>,
  now: number,
): Promise<void> {
  const { tables, compile } = sql;
  const old = tables
    .selectFrom("auth_credentials")
    .select("password")
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub);
  const history = tables.selectFrom("auth_password_history").where("pool_id", "=", poolId).where("sub", "=", sub);
  const held = await runner.first<{ password: string | null }>(compile(old));
  if (held?.password && password.historySize > 0) {
    const newest = await runner.first<{ at: number | null }>(
      compile(history.select((select) => select.fn.max("replaced_at").as("at"))),
    );
    const replaced_at = Math.max(now, (newest?.at ?? 0) + 1);
    const row = { pool_id: poolId, sub, replaced_at, password: held.password };
    await runner.run(compile(tables.insertInto("auth_password_history").values(row)));
  }
  const kept = history.select("replaced_at").orderBy("replaced_at", "desc").limit(password.historySize);
  const surplus = tables.deleteFrom("auth_password_history").where("pool_id", "=", poolId).where("sub", "=", sub);
  await runner.run(compile(surplus.where("replaced_at", "not in", kept)));
  const sealed = sealVerifier(sealer, poolId, sub, password.verifier);
  const update = tables.updateTable("auth_credentials").set({ password: sealed });
  await runner.run(compile(update.where("pool_id", "=", poolId).where("sub", "=", sub)));
}

async function takenName(
  { database, sql }: StoreContext,
  pool: Pool,
  user: User,
  names: readonly SignInName[],
): Promise<UserUpdate> {
  const { tables, compile } = sql;
  for (const name of names) {
    const key = signInKey(pool.settings.caseSensitive, name.value);
    const query = tables
      .selectFrom("auth_sign_in_names")
      .select("sub")
      .where("pool_id", "=", pool.id)
      .where("name_key", "=", key);
    const holder = await database.first<{ sub: string }>(compile(query));
    if (holder && holder.sub !== user.sub) return { outcome: "taken", name };
  }
  return { outcome: "stale" };
}
