/** The pool and the user an administrator names. */

import { poolNotFound, userNotFound } from "#auth/faults";
import type { Pool } from "#auth/pool";
import type { User } from "#auth/user";
import type { UserPoolParts } from "./parts.ts";

/** What triggers find in place of a client id when an administrator acts. */
export const noClient = "CLIENT_ID_NOT_APPLICABLE";

/** @throws Fault ResourceNotFoundException */
export async function openPool(parts: UserPoolParts, id: string): Promise<Pool> {
  const pool = await parts.stores.pools.find(id);
  if (!pool) throw poolNotFound(id);
  return pool;
}

export interface UserAccess {
  readonly pool: Pool;
  readonly user: User;
}

/** @throws Fault ResourceNotFoundException or UserNotFoundException */
export async function openUser(
  parts: UserPoolParts,
  input: { readonly UserPoolId: string; readonly Username: string },
): Promise<UserAccess> {
  const pool = await openPool(parts, input.UserPoolId);
  const user = await parts.stores.users.findBySignInName(pool, input.Username);
  if (!user) throw userNotFound();
  return { pool, user };
}
