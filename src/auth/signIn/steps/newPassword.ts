/** Step: a temporary password is replaced. */

import type { Step } from "#auth/signIn/attempt";
import { askForNewPassword } from "#auth/signIn/challenges/newPasswordRequired";

export const newPassword: Step = async (_room, attempt) =>
  attempt.user?.status === "FORCE_CHANGE_PASSWORD" ? askForNewPassword(attempt) : attempt;
