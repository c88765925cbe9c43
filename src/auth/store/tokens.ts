/** Store: sign-ins and their refresh tokens, of which only hashes are kept. */

import type { SignInRecord } from "#auth/refreshToken";
import type { Builder } from "#kernel/sql/builder";
import type { StoreContext } from "./context.ts";
import { tokenHash } from "./hash.ts";
import type { TokenStore } from "./stores.ts";
import type { AuthTables, RefreshTokensTable, SignInsTable } from "./tables.ts";
import { newToken, rotateIn, type TokenRow, tokenQuery, toSignIn } from "./tokenRotation.ts";

/** A row as the values of a prepared statement. */
type Values<Row> = { readonly [Name in keyof Row]: Row[Name] };

export function createTokenStore(context: StoreContext): TokenStore {
  const { database, sql, random } = context;
  const { tables, prepare } = sql;
  const byToken = tokenQuery(sql);
  const inserts = startStatements(sql);
  const byOrigin = prepare<{ origin: string }>((slot) =>
    tables.selectFrom("auth_sign_ins").selectAll().where("origin_jti", "=", slot("origin")),
  );

  return {
    ...revocations(context),

    async start(signIn, tokenExpiresAt = signIn.expiresAt) {
      const { text, row } = newToken(random, signIn.originJti, tokenExpiresAt);
      await database.batch([inserts.signIn(toRow(signIn)), inserts.token(row)]);
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

    async signIn(originJti) {
      const row = await database.first<SignInsTable>(byOrigin({ origin: originJti }));
      return row && toSignIn(row);
    },
  };
}

/** What each sign-in writes. */
function startStatements({ tables, prepare }: Builder<AuthTables>) {
  const signIn = prepare<Values<SignInsTable>>((slot) =>
    tables.insertInto("auth_sign_ins").values({
      origin_jti: slot("origin_jti"),
      pool_id: slot("pool_id"),
      client_id: slot("client_id"),
      sub: slot("sub"),
      device_key: slot("device_key"),
      scopes: slot("scopes"),
      auth_time: slot("auth_time"),
      expires_at: slot("expires_at"),
      revoked_at: slot("revoked_at"),
    }),
  );
  const token = prepare<Values<RefreshTokensTable>>((slot) =>
    tables.insertInto("auth_refresh_tokens").values({
      token_hash: slot("token_hash"),
      origin_jti: slot("origin_jti"),
      expires_at: slot("expires_at"),
      superseded_at: slot("superseded_at"),
    }),
  );
  return { signIn, token };
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
