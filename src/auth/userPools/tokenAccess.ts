/** Whose access token a request carries. */

import {
  accessTokenExpired,
  accessTokenRevoked,
  invalidAccessToken,
  missingScope,
  userDisabled,
  userNotFound,
} from "#auth/faults";
import type { Client } from "#auth/client";
import type { Pool } from "#auth/pool";
import { adminScope } from "#auth/tokens";
import type { User } from "#auth/user";
import type { TokenRefusal, UserPoolCaller } from "#ports/verifier";
import type { UserPoolParts } from "./parts.ts";

export interface TokenAccess {
  readonly pool: Pool;
  /** The client the token was made for. */
  readonly client: Client;
  readonly user: User;
  readonly token: UserPoolCaller;
}

const faults: Partial<Record<TokenRefusal, () => Error>> = { expired: accessTokenExpired, revoked: accessTokenRevoked };

/**
 * The user behind an access token that may manage its user.
 * @throws Fault NotAuthorizedException when token, scope or user is not good (any more)
 */
export async function openAccessToken(parts: UserPoolParts, accessToken: string): Promise<TokenAccess> {
  const verification = await parts.verifier.verify(accessToken, { pools: "any", clients: "any", use: "access" });
  if (!verification.ok) throw (faults[verification.refusal] ?? invalidAccessToken)();
  const token = verification.caller;
  if (!token.scopes.includes(adminScope)) throw missingScope();
  const pool = await parts.stores.pools.find(token.poolId);
  const client = await parts.stores.clients.find(token.clientId);
  if (!pool || !client) throw invalidAccessToken();
  const user = await parts.stores.users.find(pool.id, token.sub);
  if (!user) throw userNotFound();
  if (!user.enabled) throw userDisabled();
  return { pool, client, user, token };
}
