/** Store: passwords as sealed SRP verifiers, and sealed TOTP secrets. */

import type { StoreContext } from "./context.ts";
import type { CredentialStore } from "./stores.ts";
import { openVerifier } from "./userRows.ts";

const totpPurpose = (poolId: string, sub: string): string => `auth totp of ${sub} in pool ${poolId}`;

export function createCredentialStore({ database, sql, sealer }: StoreContext): CredentialStore {
  const { tables, compile, prepare } = sql;
  const held = prepare<{ pool: string; sub: string }>((slot) =>
    tables
      .selectFrom("auth_credentials")
      .select(["password", "totp", "totp_ready"])
      .where("pool_id", "=", slot("pool"))
      .where("sub", "=", slot("sub")),
  );
  const find = (pool: string, sub: string) =>
    database.first<{ password: string | null; totp: string | null; totp_ready: number }>(held({ pool, sub }));
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
      if (!row?.totp) return undefined;
      return { secret: sealer.open(row.totp, totpPurpose(poolId, sub)), ready: row.totp_ready === 1 };
    },

    async setTotp(poolId, sub, secret) {
      const totp = sealer.seal(secret, totpPurpose(poolId, sub));
      await database.run(compile(updateOf(poolId, sub).set({ totp, totp_ready: 0, totp_step: 0 })));
    },

    async confirmTotp(poolId, sub) {
      await database.run(compile(updateOf(poolId, sub).set({ totp_ready: 1 })));
    },

    async useTotpStep(poolId, sub, step) {
      const { changes } = await database.run(
        compile(updateOf(poolId, sub).set({ totp_step: step }).where("totp_step", "<", step)),
      );
      return changes === 1;
    },
  };
}
