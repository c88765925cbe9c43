/** Step: the account may sign in at all. Told only to those who have proven who they are. */

import { passwordResetRequired, temporaryPasswordExpired, userDisabled, userNotConfirmed } from "#auth/faults";
import type { User } from "#auth/user";
import type { Step } from "#auth/signIn/attempt";
import { presentUser } from "#auth/signIn/required";

export const standing: Step = async (room, attempt) => {
  checkStanding(presentUser(attempt), room.clock.now());
  return attempt;
};

/** @throws Fault that says why the account may not sign in now */
export function checkStanding(user: User, now: number): void {
  if (!user.enabled) throw userDisabled();
  if (user.status === "UNCONFIRMED") throw userNotConfirmed();
  if (user.status === "RESET_REQUIRED") throw passwordResetRequired();
  const until = user.temporaryPasswordUntil;
  if (user.status === "FORCE_CHANGE_PASSWORD" && until !== undefined && until <= now) throw temporaryPasswordExpired();
}
