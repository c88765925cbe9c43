/** Store: passwords as sealed SRP verifiers, and sealed TOTP secrets. */

import type { StoreContext } from "./context.ts";
import type { CredentialStore } from "./stores.ts";
import { openVerifier, totpPurpose } from "./userRows.ts";

export function createCredentialStore({ database, sql, sealer }: StoreContext): CredentialStore {
  const { tables, compile, prepare } = sql;
  const held = prepare<{ pool: string; sub: string }>((slot) =>
    tables
      .selectFrom("auth_credentials")
      .select(["password", "totp", "totp_pending"])
      .where("pool_id", "=", slot("pool"))
      .where("sub", "=", slot("sub")),
  );
  const find = (pool: string, sub: string) =>
    database.first<{ password: string | null; totp: string | null; totp_pending: string | null }>(held({ pool, sub }));
  const updateOf = (poolId: string, sub: string) =>
    tables.updateTable("auth_credentials").where("pool_id", "=", poolId).where("sub", "=", sub);

  return {
    async password(poolId, sub) {
      const sealed = (await find(poolId, sub))?.password;
      return sealed ? openVerifier(sealer, poolId, sub, sealed) : undefined;
    },

    async passwordHistory(poolId, sub) {
      const query = tables
        .selectFrom("auth_password_history")
        .select("password")
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub);
      const rows = await database.all<{ password: string }>(compile(query.orderBy("replaced_at", "desc")));
      return rows.map((row) => openVerifier(sealer, poolId, sub, row.password));
    },

    async totp(poolId, sub) {
      const row = await find(poolId, sub);
      const sealed = row?.totp ?? row?.totp_pending;
      return sealed ? { secret: sealer.open(sealed, totpPurpose(poolId, sub)), ready: row?.totp !== null } : undefined;
    },

    async pendingTotp(poolId, sub) {
      const sealed = (await find(poolId, sub))?.totp_pending;
      return sealed ? sealer.open(sealed, totpPurpose(poolId, sub)) : undefined;
    },

    async setPendingTotp(poolId, sub, secret) {
      const totp_pending = sealer.seal(secret, totpPurpose(poolId, sub));
      await database.run(compile(updateOf(poolId, sub).set({ totp_pending })));
    },

    async confirmTotp(poolId, sub, step) {
      const confirm = updateOf(poolId, sub)
        .set((column) => ({ totp: column.ref("totp_pending"), totp_pending: null, totp_ready: 1, totp_step: step }))
        .where("totp_pending", "is not", null);
      return (await database.run(compile(confirm))).changes === 1;
    },

    async useTotpStep(poolId, sub, step) {
      const { changes } = await database.run(
        compile(updateOf(poolId, sub).set({ totp_step: step }).where("totp_step", "<", step)),
      );
      return changes === 1;
    },
  };
}
