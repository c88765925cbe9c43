/** Changes a user as it is at that moment, trying again when another request was first. */

import { aliasExists, tryAgain, userNotFound } from "#auth/faults";
import type { Pool } from "#auth/pool";
import type { UserChange } from "#auth/store/stores";
import type { User } from "#auth/user";
import type { UserPoolParts } from "./parts.ts";

const tries = 8;

/**
 * @param change worked out anew from the user as read last; may throw a fault
 * @throws Fault AliasExistsException when a sign-in name belongs to another user
 */
export async function changeUser(
  parts: UserPoolParts,
  pool: Pool,
  user: User,
  change: (present: User) => Promise<UserChange> | UserChange,
): Promise<User> {
  let present = user;
  for (let count = 0; count < tries; count += 1) {
    const result = await parts.stores.users.update(pool, present, await change(present), parts.clock.now());
    if (result.outcome === "updated") return result.user;
    if (result.outcome === "taken") throw aliasExists(result.name.kind);
    const again = await parts.stores.users.find(pool.id, user.sub);
    if (!again) throw userNotFound();
    present = again;
  }
  throw tryAgain();
}
