/** One guess at a secret, counted: five wrong ones lock, and the lock holds under parallel guesses. */

import { passwordAttemptsExceeded } from "#auth/faults";
import { signInKey } from "#auth/signInKey";
import type { Attempt, SignInRoom } from "./attempt.ts";

/** What is guessed. They are counted apart, so that a right password does not forgive wrong codes. */
export type Guessed = "password" | "secondFactor";

/**
 * Runs `check` unless the user is locked and settles the outcome afterwards.
 * @param check true for a right guess; what it throws passes through uncounted
 * @param wrong the fault of a wrong guess
 * @throws Fault "Password attempts exceeded" while locked, whatever the guess
 */
export async function guess(
  room: SignInRoom,
  attempt: Attempt,
  guessed: Guessed,
  check: () => boolean | Promise<boolean>,
  wrong: () => Error,
): Promise<void> {
  const poolId = attempt.party.pool.id;
  const subject = subjectOf(attempt, guessed);
  if (await room.stores.attempts.locked(poolId, subject, room.clock.now())) throw passwordAttemptsExceeded();
  if (await check()) {
    if (await room.stores.attempts.succeed(poolId, subject, room.clock.now())) return;
    throw passwordAttemptsExceeded();
  }
  throw (await room.stores.attempts.fail(poolId, subject, room.clock.now())) ? wrong() : passwordAttemptsExceeded();
}

/** Names nobody has are counted, too, or a lock would tell who exists. */
function subjectOf({ user, party, progress }: Attempt, guessed: Guessed): string {
  const who = user?.sub ?? `name:${signInKey(party.pool.settings.caseSensitive, progress.typed)}`;
  return guessed === "password" ? who : `${guessed}:${who}`;
}
