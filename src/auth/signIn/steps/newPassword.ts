/** Step: a temporary password is replaced. */

import type { Step } from "../attempt.ts";
import { askForNewPassword } from "../challenges/newPasswordRequired.ts";

export const newPassword: Step = async (_room, attempt) =>
  attempt.user?.status === "FORCE_CHANGE_PASSWORD" ? askForNewPassword(attempt) : attempt;
