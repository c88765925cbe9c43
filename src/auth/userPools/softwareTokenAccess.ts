/** Who sets up a software token: a signed-in user, or one in the middle of a sign-in that demands it. */

import { deadSession, invalidParameter, softwareTokenNotFound } from "#auth/faults";
import type { Pool } from "#auth/pool";
import type { ChallengeSession } from "#auth/session";
import type { User } from "#auth/user";
import type { UserPoolParts } from "./parts.ts";
import { openAccessToken } from "./tokenAccess.ts";

export interface SoftwareTokenAccess {
  readonly pool: Pool;
  readonly user: User;
  /** Ends the session given and makes the next one, with something added to its state; undefined for a signed-in user. */
  readonly nextSession: (added: Readonly<Record<string, unknown>>) => Promise<string | undefined>;
}

interface Credentials {
  readonly AccessToken?: string | undefined;
  readonly Session?: string | undefined;
}

export async function openSoftwareTokenAccess(parts: UserPoolParts, given: Credentials): Promise<SoftwareTokenAccess> {
  const access = given.AccessToken ? await byToken(parts, given.AccessToken) : await bySession(parts, given.Session);
  if (!access.pool.settings.mfa.softwareToken) throw softwareTokenNotFound();
  return access;
}

async function byToken(parts: UserPoolParts, accessToken: string): Promise<SoftwareTokenAccess> {
  const { pool, user } = await openAccessToken(parts, accessToken);
  return { pool, user, nextSession: async () => undefined };
}

async function bySession(parts: UserPoolParts, text: string | undefined): Promise<SoftwareTokenAccess> {
  if (!text) throw invalidParameter("Missing required parameter: one of AccessToken and Session is needed.");
  const session = await parts.stores.sessions.find(text, parts.clock.now());
  if (session?.challenge !== "MFA_SETUP" || session.sub === undefined) throw deadSession();
  const pool = await parts.stores.pools.find(session.poolId);
  const user = pool && (await parts.stores.users.find(pool.id, session.sub));
  if (!user || !user.enabled) throw deadSession();
  return { pool, user, nextSession: (added) => renew(parts, text, session, added) };
}

async function renew(
  parts: UserPoolParts,
  text: string,
  session: ChallengeSession,
  added: Readonly<Record<string, unknown>>,
): Promise<string> {
  if (!(await parts.stores.sessions.take(text, parts.clock.now()))) throw deadSession();
  return parts.stores.sessions.create({ ...session, state: { ...session.state, ...added } });
}
