/** Changes a user in the middle of a sign-in, trying again when somebody else was first. */

import { aliasExists, deadSession, tryAgain } from "#auth/faults";
import type { Pool } from "#auth/pool";
import type { UserChange } from "#auth/store/stores";
import type { User } from "#auth/user";
import type { SignInRoom } from "./attempt.ts";

const tries = 5;

/** @param change made anew from the user as it is when another change came first */
export async function updateUser(
  room: SignInRoom,
  pool: Pool,
  user: User,
  change: (user: User) => UserChange,
): Promise<User> {
  let present = user;
  for (let count = 0; count < tries; count += 1) {
    const result = await room.stores.users.update(pool, present, change(present), room.clock.now());
    if (result.outcome === "updated") return result.user;
    if (result.outcome === "taken") throw aliasExists(result.name.kind);
    const again = await room.stores.users.find(pool.id, user.sub);
    if (!again) throw deadSession();
    present = again;
  }
  throw tryAgain();
}
