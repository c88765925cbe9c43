/** Users who were imported without a password: the user-migration function vouches for the one from the old place. */

import { triggerThrew, wrongPassword } from "#auth/faults";
import { srpPoolName } from "#auth/pool";
import type { UserChange } from "#auth/store/stores";
import type { User } from "#auth/user";
import { Fault } from "#kernel/wire/fault";
import { type Attempt, type FlowRequest, proving, type SignInRoom } from "#auth/signIn/attempt";
import { guess } from "#auth/signIn/guess";
import { updateUser } from "#auth/signIn/updateUser";
import { askFunction, statusBy } from "./userMigration.ts";

/**
 * The attempt with its password proven and kept from now on; undefined when this user has a password, needs none
 * or the pool has no such function. What was imported stays: the function is asked about the password alone.
 * @throws Fault of a wrong password, counted like every guess
 */
export async function proveToFunction(
  room: SignInRoom,
  request: FlowRequest,
  attempt: Attempt,
  password: string,
): Promise<Attempt | undefined> {
  const { user, party } = attempt;
  if (user?.status !== "RESET_REQUIRED" || !user.enabled || !room.triggers.has(party.pool, "userMigration")) {
    return undefined;
  }
  if (await room.stores.credentials.password(party.pool.id, user.sub)) return undefined;
  let adopted: User | undefined;
  const vouches = async (): Promise<boolean> => {
    adopted = await adopt(room, request, user, attempt.progress.typed, password);
    return adopted !== undefined;
  };
  await guess(room, attempt, "password", vouches, wrongPassword);
  return proving({ ...attempt, user: adopted }, "password");
}

async function adopt(
  room: SignInRoom,
  request: FlowRequest,
  user: User,
  typed: string,
  password: string,
): Promise<User | undefined> {
  const { pool } = request.party;
  const voucher = await askFunction(room, request, typed, password).catch(asUnknown);
  if (!voucher) return undefined;
  const identity = { pool: srpPoolName(pool.id), user: user.username };
  const verifier = await room.srpQueue.makeVerifier(pool.id, identity, password);
  const change: UserChange = {
    status: statusBy(pool, voucher.answer, password),
    password: { verifier, historySize: pool.settings.passwordPolicy.historySize },
  };
  // Somebody may have set a password meanwhile: that one stays.
  return updateUser(room, pool, user, (present) => (present.status === "RESET_REQUIRED" ? change : {}));
}

/** Functions throw for a wrong password; that is a guess like any other. */
function asUnknown(error: unknown): undefined {
  if (error instanceof Fault && error.code === triggerThrew("", "").code) return undefined;
  throw error;
}
