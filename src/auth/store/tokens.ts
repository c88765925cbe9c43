/** Store: sign-ins and their refresh tokens, of which only hashes are kept. */

import type { Runner } from "#ports/database";
import type { RotationOutcome, SignInRecord } from "#auth/refreshToken";
import type { StoreContext } from "./context.ts";
import { tokenHash } from "./hash.ts";
import type { TokenStore } from "./stores.ts";
import type { RefreshTokensTable, SignInsTable } from "./tables.ts";

type JoinedRow = SignInsTable & { readonly token_expires_at: number; readonly superseded_at: number | null };

export function createTokenStore({ database, sql, random }: StoreContext): TokenStore {
  const { tables, compile, prepare } = sql;
  const byToken = prepare<{ hash: string }>((slot) =>
    tables
      .selectFrom("auth_refresh_tokens as t")
      .innerJoin("auth_sign_ins as s", "s.origin_jti", "t.origin_jti")
      .selectAll("s")
      .select(["t.expires_at as token_expires_at", "t.superseded_at"])
      .where("t.token_hash", "=", slot("hash")),
  );
  const byOrigin = prepare<{ origin: string }>((slot) =>
    tables.selectFrom("auth_sign_ins").selectAll().where("origin_jti", "=", slot("origin")),
  );
  const revocation = (now: number) =>
    tables.updateTable("auth_sign_ins").set({ revoked_at: now }).where("revoked_at", "is", null);

  function newToken(originJti: string, expiresAt: number): { readonly text: string; readonly row: RefreshTokensTable } {
    const text = Buffer.from(random.bytes(64)).toString("base64url");
    return {
      text,
      row: { token_hash: tokenHash(text), origin_jti: originJti, expires_at: expiresAt, superseded_at: null },
    };
  }

  async function rotateIn(
    runner: Runner,
    token: string,
    graceMs: number,
    expiresAt: number,
    now: number,
  ): Promise<RotationOutcome> {
    const hash = tokenHash(token);
    const row = await runner.first<JoinedRow>(byToken({ hash }));
    if (!row) return { outcome: "unknown" };
    const signIn = toSignIn(row);
    if (signIn.revokedAt !== undefined) return { outcome: "revoked" };
    if (row.token_expires_at <= now) return { outcome: "expired" };
    if (row.superseded_at !== null && row.superseded_at + graceMs <= now) {
      await runner.run(compile(revocation(now).where("origin_jti", "=", signIn.originJti)));
      return { outcome: "reused" };
    }
    const next = newToken(signIn.originJti, expiresAt);
    const supersede = tables
      .updateTable("auth_refresh_tokens")
      .set({ superseded_at: now })
      .where("token_hash", "=", hash);
    await runner.run(compile(supersede.where("superseded_at", "is", null)));
    await runner.run(compile(tables.insertInto("auth_refresh_tokens").values(next.row)));
    const prolong = tables
      .updateTable("auth_sign_ins")
      .set({ expires_at: expiresAt })
      .where("origin_jti", "=", signIn.originJti);
    await runner.run(compile(prolong.where("expires_at", "<", expiresAt)));
    return { outcome: "rotated", token: next.text, signIn };
  }

  return {
    async start(signIn, tokenExpiresAt = signIn.expiresAt) {
      const { text, row } = newToken(signIn.originJti, tokenExpiresAt);
      await database.batch([
        compile(tables.insertInto("auth_sign_ins").values(toRow(signIn))),
        compile(tables.insertInto("auth_refresh_tokens").values(row)),
      ]);
      return text;
    },

    async find(token) {
      const row = await database.first<JoinedRow>(byToken({ hash: tokenHash(token) }));
      if (!row) return undefined;
      return {
        signIn: toSignIn(row),
        expiresAt: row.token_expires_at,
        ...(row.superseded_at !== null && { supersededAt: row.superseded_at }),
      };
    },

    rotate: (token, graceMs, expiresAt, now) =>
      database.transaction((transaction) => rotateIn(transaction, token, graceMs, expiresAt, now)),

    async signIn(originJti) {
      const row = await database.first<SignInsTable>(byOrigin({ origin: originJti }));
      return row && toSignIn(row);
    },

    async revoke(originJti, now) {
      await database.run(compile(revocation(now).where("origin_jti", "=", originJti)));
    },

    async revokeAll(poolId, sub, now, exceptOriginJti = "") {
      const mine = revocation(now).where("pool_id", "=", poolId).where("sub", "=", sub);
      await database.run(compile(mine.where("origin_jti", "<>", exceptOriginJti)));
    },

    async revokeDevice(poolId, sub, deviceKey, now) {
      const mine = revocation(now).where("pool_id", "=", poolId).where("sub", "=", sub);
      await database.run(compile(mine.where("device_key", "=", deviceKey)));
    },
  };
}

function toSignIn(row: SignInsTable): SignInRecord {
  return {
    originJti: row.origin_jti,
    poolId: row.pool_id,
    clientId: row.client_id,
    sub: row.sub,
    ...(row.device_key !== null && { deviceKey: row.device_key }),
    scopes: row.scopes === "" ? [] : row.scopes.split(" "),
    authTime: row.auth_time,
    expiresAt: row.expires_at,
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  };
}

function toRow(signIn: SignInRecord): SignInsTable {
  return {
    origin_jti: signIn.originJti,
    pool_id: signIn.poolId,
    client_id: signIn.clientId,
    sub: signIn.sub,
    device_key: signIn.deviceKey ?? null,
    scopes: signIn.scopes.join(" "),
    auth_time: signIn.authTime,
    expires_at: signIn.expiresAt,
    revoked_at: signIn.revokedAt ?? null,
  };
}
