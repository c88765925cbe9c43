/** Which identity a request is about: guests, users, and guests who become users. */

import { newIdentityId } from "#auth/ids";
import type { Identity, IdentityPool, Login } from "#auth/identityPool";
import { guestsRefused, identityForbidden, identityMissing, loginsDiffer, loginTaken, poolMissing } from "./faults.ts";
import { type VerifiedLogin, verifyLogins } from "./logins.ts";
import type { IdentityPoolParts } from "./parts.ts";

type Logins = Readonly<Record<string, string>> | undefined;

export async function openPool(parts: IdentityPoolParts, id: string): Promise<IdentityPool> {
  const pool = await parts.stores.identityPools.find(id);
  if (!pool) throw poolMissing(id);
  return pool;
}

/** GetId: a new identity for a guest, always the same one for a login. */
export async function identify(parts: IdentityPoolParts, pool: IdentityPool, given: Logins): Promise<Identity> {
  const logins = await verifyLogins(parts, pool, given);
  if (logins.length === 0 && !pool.settings.allowUnauthenticated) throw guestsRefused();
  const known = await parts.stores.identityPools.identityOf(pool.id, logins);
  return known ? linkAll(parts, known, logins) : create(parts, pool, logins);
}

export interface OpenedIdentity {
  readonly pool: IdentityPool;
  readonly identity: Identity;
  /** Empty for a guest. */
  readonly logins: readonly VerifiedLogin[];
}

/**
 * The identity a request names, once its logins prove that it may. A guest's identity becomes the user's; where the
 * user has one already, that one is meant from now on.
 */
export async function openIdentity(parts: IdentityPoolParts, id: string, given: Logins): Promise<OpenedIdentity> {
  const named = await parts.stores.identityPools.identity(id);
  const pool = named && (await parts.stores.identityPools.find(named.poolId));
  if (!pool) throw identityMissing(id);
  const logins = await verifyLogins(parts, pool, given);
  if (logins.length === 0) return { pool, identity: asGuest(pool, named), logins };
  const owner = await parts.stores.identityPools.identityOf(pool.id, logins);
  if (owner && owner.id !== named.id && named.logins.length > 0) throw loginsDiffer();
  if (!owner && named.logins.length > 0) throw loginsDiffer();
  return { pool, identity: await linkAll(parts, owner ?? named, logins), logins };
}

function asGuest(pool: IdentityPool, identity: Identity): Identity {
  if (identity.logins.length > 0) throw identityForbidden(identity.id);
  if (!pool.settings.allowUnauthenticated) throw guestsRefused();
  return identity;
}

async function create(
  parts: IdentityPoolParts,
  pool: IdentityPool,
  logins: readonly VerifiedLogin[],
): Promise<Identity> {
  const now = parts.clock.now();
  const id = newIdentityId(parts.random, pool.id.slice(0, pool.id.indexOf(":")));
  const identity: Identity = { id, poolId: pool.id, logins: logins.map(bare), createdAt: now, updatedAt: now };
  if (await parts.stores.identityPools.addIdentity(identity)) return identity;
  // Another request with the same login was first.
  const first = await parts.stores.identityPools.identityOf(pool.id, logins);
  if (!first) throw loginTaken();
  return linkAll(parts, first, logins);
}

/** Adds the logins the identity does not have yet. */
async function linkAll(
  parts: IdentityPoolParts,
  identity: Identity,
  logins: readonly VerifiedLogin[],
): Promise<Identity> {
  const has = (login: Login): boolean =>
    identity.logins.some(({ provider, subject }) => provider === login.provider && subject === login.subject);
  const missing = logins.filter((login) => !has(login)).map(bare);
  if (missing.length === 0) return identity;
  const second = missing.some((login) => identity.logins.some(({ provider }) => provider === login.provider));
  if (second) throw loginTaken();
  const now = parts.clock.now();
  if (await parts.stores.identityPools.link(identity, missing, now)) {
    return { ...identity, logins: [...identity.logins, ...missing], updatedAt: now };
  }
  const owner = await parts.stores.identityPools.identityOf(identity.poolId, missing);
  // Two requests turned one guest into the same user at the same time, or the user got another identity meanwhile.
  if (owner && (owner.id === identity.id || identity.logins.length === 0)) return owner;
  throw loginTaken();
}

function bare({ provider, subject }: Login): Login {
  return { provider, subject };
}
