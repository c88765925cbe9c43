/** Replaces a refresh token by a new one, and sees when one that was replaced comes back. */

import type { Builder } from "#kernel/sql/builder";
import type { RotationOutcome, SignInRecord } from "#auth/refreshToken";
import type { Runner } from "#ports/database";
import type { Random } from "#ports/random";
import type { StoreContext } from "./context.ts";
import { tokenHash } from "./hash.ts";
import type { AuthTables, RefreshTokensTable, SignInsTable } from "./tables.ts";

export type TokenRow = SignInsTable & { readonly token_expires_at: number; readonly superseded_at: number | null };

/** The statement that reads a refresh token with its sign-in. */
export function tokenQuery({ tables, prepare }: Builder<AuthTables>) {
  return prepare<{ hash: string }>((slot) =>
    tables
      .selectFrom("auth_refresh_tokens as t")
      .innerJoin("auth_sign_ins as s", "s.origin_jti", "t.origin_jti")
      .selectAll("s")
      .select(["t.expires_at as token_expires_at", "t.superseded_at"])
      .where("t.token_hash", "=", slot("hash")),
  );
}

export function newToken(
  random: Random,
  originJti: string,
  expiresAt: number,
): { readonly text: string; readonly row: RefreshTokensTable } {
  const text = Buffer.from(random.bytes(64)).toString("base64url");
  return {
    text,
    row: { token_hash: tokenHash(text), origin_jti: originJti, expires_at: expiresAt, superseded_at: null },
  };
}

export async function rotateIn(
  context: StoreContext,
  runner: Runner,
  token: string,
  graceMs: number,
  expiresAt: number,
  now: number,
): Promise<RotationOutcome> {
  const { tables, compile } = context.sql;
  const hash = tokenHash(token);
  const row = await runner.first<TokenRow>(tokenQuery(context.sql)({ hash }));
  if (!row) return { outcome: "unknown" };
  const signIn = toSignIn(row);
  if (signIn.revokedAt !== undefined) return { outcome: "revoked" };
  if (row.token_expires_at <= now) return { outcome: "expired" };
  if (row.superseded_at !== null && row.superseded_at + graceMs <= now) {
    const revocation = tables.updateTable("auth_sign_ins").set({ revoked_at: now }).where("revoked_at", "is", null);
    await runner.run(compile(revocation.where("origin_jti", "=", signIn.originJti)));
    return { outcome: "reused" };
  }
  const next = newToken(context.random, signIn.originJti, expiresAt);
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

export function toSignIn(row: SignInsTable): SignInRecord {
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
