/** Store: sign-ins and their refresh tokens, of which only hashes are kept. */

import type { SignInRecord } from "#auth/refreshToken";
import { remember } from "#kernel/sql/remember";
import type { StoreContext } from "./context.ts";
import { tokenHash } from "./hash.ts";
import { rowInsert } from "./rowInsert.ts";
import type { TokenStore } from "./stores.ts";
import type { SignInsTable } from "./tables.ts";
import { newToken, rotateIn, type TokenRow, tokenQuery, toSignIn } from "./tokenRotation.ts";

const rememberedSignIns = 20_000;

export function createTokenStore(context: StoreContext): TokenStore {
  const { database, sql, random } = context;
  const { tables, prepare } = sql;
  const byToken = tokenQuery(sql);
  const insertSignIn = rowInsert(sql, "auth_sign_ins");
  const insertToken = rowInsert(sql, "auth_refresh_tokens");
  const byOrigin = prepare<{ origin: string }>((slot) =>
    tables.selectFrom("auth_sign_ins").selectAll().where("origin_jti", "=", slot("origin")),
  );

  return {
    ...revocations(context),

    async start(signIn, tokenExpiresAt = signIn.expiresAt) {
      const { text, row } = newToken(random, signIn.originJti, tokenExpiresAt);
      await database.batch([insertSignIn(toRow(signIn)), insertToken(row)]);
      return text;
    },

    async find(token) {
      const row = await database.first<TokenRow>(byToken({ hash: tokenHash(token) }));
      if (!row) return undefined;
      return {
        signIn: toSignIn(row),
        expiresAt: row.token_expires_at,
        ...(row.superseded_at !== null && { supersededAt: row.superseded_at }),
      };
    },

    rotate: (token, graceMs, expiresAt, now) =>
      database.transaction((transaction) => rotateIn(context, transaction, token, graceMs, expiresAt, now)),

    // Asked by every request that shows a token.
    signIn: remember(database, rememberedSignIns, async (origin: string) => {
      const row = await database.first<SignInsTable>(byOrigin({ origin }));
      return row && toSignIn(row);
    }),
  };
}

/** What ends sign-ins. */
function revocations({ database, sql }: StoreContext): Pick<TokenStore, "revoke" | "revokeAll" | "revokeDevice"> {
  const { tables, compile } = sql;
  const revocation = (now: number) =>
    tables.updateTable("auth_sign_ins").set({ revoked_at: now }).where("revoked_at", "is", null);
  return {
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
