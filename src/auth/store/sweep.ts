/** Removes what has expired, so that tables of short-lived rows stay small. */

import type { StoreContext } from "./context.ts";

/** As long as a token lives at most. */
const longestToken = 86_400_000;
/** Locks and counts of failures say nothing any more after so long; a device that was not confirmed by then never will be. */
const forgottenAfter = 86_400_000;

export async function sweep({ database, sql }: StoreContext, now: number): Promise<void> {
  const { tables, compile } = sql;
  await database.batch([
    compile(tables.deleteFrom("auth_sessions").where("expires_at", "<=", now)),
    compile(tables.deleteFrom("auth_codes").where("expires_at", "<=", now - forgottenAfter)),
    compile(tables.deleteFrom("auth_uses").where("expires_at", "<=", now)),
    compile(tables.deleteFrom("auth_attempts").where("last_at", "<=", now - forgottenAfter)),
    compile(
      tables
        .deleteFrom("auth_devices")
        .where("verifier", "is", null)
        .where("created_at", "<=", now - forgottenAfter),
    ),
    compile(tables.deleteFrom("auth_refresh_tokens").where("expires_at", "<=", now - forgottenAfter)),
    compile(tables.deleteFrom("auth_sign_ins").where("expires_at", "<=", now - forgottenAfter)),
    compile(tables.deleteFrom("auth_group_losses").where("lost_at", "<=", now - longestToken)),
    compile(tables.deleteFrom("auth_signing_keys").where("published_until", "<=", now)),
  ]);
}
