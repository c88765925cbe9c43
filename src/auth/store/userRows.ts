/** Users, their sign-in names and passwords as rows, and back. */

import type { Sealer } from "#kernel/crypto/seal";
import type { Pool } from "#auth/pool";
import { signInKey } from "#auth/signInKey";
import type { LinkedIdentity, PasswordVerifier, User, UserMfa, UserStatus } from "#auth/user";
import type { NewUser, SignInName } from "./stores.ts";
import type { CredentialsTable, SignInNamesTable, UsersTable } from "./tables.ts";

/** A user's row joined with what of its credentials a `User` tells. */
export type UserRow = UsersTable & { totp_ready: number | null };

export function toUser(row: UserRow): User {
  return {
    poolId: row.pool_id,
    sub: row.sub,
    username: row.username,
    status: row.status as UserStatus,
    enabled: row.enabled === 1,
    attributes: JSON.parse(row.attributes) as Record<string, string>,
    pending: JSON.parse(row.pending) as User["pending"],
    mfa: JSON.parse(row.mfa) as UserMfa,
    totpReady: (row.totp_ready ?? 0) === 1,
    identities: JSON.parse(row.identities) as LinkedIdentity[],
    ...(row.temporary_until !== null && { temporaryPasswordUntil: row.temporary_until }),
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function toRow(pool: Pool, user: User): UsersTable {
  const { attributes } = user;
  const key = (name: string): string | null => {
    const value = attributes[name];
    return value === undefined ? null : signInKey(pool.settings.caseSensitive, value);
  };
  return {
    pool_id: user.poolId,
    sub: user.sub,
    username: user.username,
    status: user.status,
    enabled: user.enabled ? 1 : 0,
    attributes: JSON.stringify(attributes),
    pending: JSON.stringify(user.pending),
    mfa: JSON.stringify(user.mfa),
    identities: JSON.stringify(user.identities),
    temporary_until: user.temporaryPasswordUntil ?? null,
    revision: user.revision,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
    username_key: signInKey(pool.settings.caseSensitive, user.username),
    email_key: key("email"),
    phone_number_key: key("phone_number"),
    preferred_username_key: key("preferred_username"),
    name: attributes["name"] ?? null,
    given_name: attributes["given_name"] ?? null,
    family_name: attributes["family_name"] ?? null,
  };
}

/** One row a normal form: a user whose username and e-mail address are the same text has one name for both. */
export function nameRows(pool: Pool, sub: string, names: readonly SignInName[]): readonly SignInNamesTable[] {
  const rows = new Map<string, SignInNamesTable>();
  for (const { kind, value } of names) {
    const name_key = signInKey(pool.settings.caseSensitive, value);
    if (!rows.has(name_key)) rows.set(name_key, { pool_id: pool.id, name_key, kind, value, sub });
  }
  return [...rows.values()];
}

/** What a new user brings along, sealed. */
export function credentialsRow(sealer: Sealer, { user, verifier, totp }: NewUser): CredentialsTable {
  const { poolId, sub } = user;
  return {
    pool_id: poolId,
    sub,
    password: verifier ? sealVerifier(sealer, poolId, sub, verifier) : null,
    totp: totp ? sealer.seal(totp, totpPurpose(poolId, sub)) : null,
    totp_pending: null,
    totp_ready: totp ? 1 : 0,
    totp_step: 0,
  };
}

/** What a TOTP secret is sealed for. */
export function totpPurpose(poolId: string, sub: string): string {
  return `auth totp of ${sub} in pool ${poolId}`;
}

export function sealVerifier(sealer: Sealer, poolId: string, sub: string, verifier: PasswordVerifier): string {
  return sealer.seal(JSON.stringify(verifier), verifierPurpose(poolId, sub));
}

export function openVerifier(sealer: Sealer, poolId: string, sub: string, sealed: string): PasswordVerifier {
  return JSON.parse(sealer.openText(sealed, verifierPurpose(poolId, sub))) as PasswordVerifier;
}

function verifierPurpose(poolId: string, sub: string): string {
  return `auth password of ${sub} in pool ${poolId}`;
}
