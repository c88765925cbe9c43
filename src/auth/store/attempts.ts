/** Store: failed sign-ins and limited actions, counted in single statements so that parallel requests cannot slip by. */

import { sql as raw } from "kysely";
import type { StoreContext } from "./context.ts";
import type { AttemptStore } from "./stores.ts";
import type { AttemptsTable } from "./tables.ts";

/** Failures that are free of a lock. */
const freeFailures = 5;
const longestLock = 900_000;
/** Without a failure for so long, counting begins anew. */
const quiet = 900_000;

export function createAttemptStore({ database, sql }: StoreContext): AttemptStore {
  const { tables, compile, prepare } = sql;
  const held = prepare<{ pool: string; subject: string }>((slot) =>
    tables
      .selectFrom("auth_attempts")
      .selectAll()
      .where("pool_id", "=", slot("pool"))
      .where("subject", "=", slot("subject")),
  );
  const find = (pool: string, subject: string) => database.first<AttemptsTable>(held({ pool, subject }));

  return {
    async locked(poolId, subject, now) {
      return ((await find(poolId, subject))?.locked_until ?? 0) > now;
    },

    async fail(poolId, subject, now) {
      const failures = raw<number>`(case when auth_attempts.last_at < ${now - quiet} then 1 else auth_attempts.failures + 1 end)`;
      // The lock doubles from one second: 2^(n-5) s, written as a shift.
      const lock = raw<number>`case when ${failures} < ${freeFailures} then 0
        when ${failures} >= ${freeFailures + 10} then ${now + longestLock}
        else ${now} + 1000 * (1 << (${failures} - ${freeFailures})) end`;
      const statement = tables
        .insertInto("auth_attempts")
        .values({ pool_id: poolId, subject, failures: 1, locked_until: 0, last_at: now })
        .onConflict((conflict) =>
          conflict
            .columns(["pool_id", "subject"])
            .doUpdateSet({ failures, locked_until: lock, last_at: now })
            .where("auth_attempts.locked_until", "<=", now),
        );
      return (await database.run(compile(statement))).changes === 1;
    },

    async succeed(poolId, subject, now) {
      const row = await find(poolId, subject);
      if (!row) return true;
      if (row.locked_until > now) return false;
      // A failure that came in between keeps its count.
      const forget = tables
        .deleteFrom("auth_attempts")
        .where("pool_id", "=", poolId)
        .where("subject", "=", subject)
        .where("failures", "=", row.failures)
        .where("last_at", "=", row.last_at);
      await database.run(compile(forget));
      return true;
    },

    async take(poolId, subject, action, most, windowMs, now) {
      const over = raw<number>`auth_uses.window_start <= ${now - windowMs}`;
      const values = { pool_id: poolId, subject, action, used: 1, window_start: now, expires_at: now + windowMs };
      const statement = tables
        .insertInto("auth_uses")
        .values(values)
        .onConflict((conflict) =>
          conflict
            .columns(["pool_id", "subject", "action"])
            .doUpdateSet({
              used: raw<number>`case when ${over} then 1 else auth_uses.used + 1 end`,
              window_start: raw<number>`case when ${over} then ${now} else auth_uses.window_start end`,
              expires_at: raw<number>`case when ${over} then ${now + windowMs} else auth_uses.expires_at end`,
            })
            .where(raw<boolean>`auth_uses.used < ${most} or ${over}`),
        );
      return (await database.run(compile(statement))).changes === 1;
    },
  };
}
