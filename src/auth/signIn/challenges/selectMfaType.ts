/** SELECT_MFA_TYPE: the user has several second factors and no favourite. */

import { invalidParameter } from "#auth/faults";
import type { MfaType } from "#auth/user";
import { type Attempt, type Check, type Question, withProgress } from "#auth/signIn/attempt";
import { presentUser, required } from "#auth/signIn/required";
import { usableFactors } from "#auth/signIn/secondFactors";
import { endSession } from "#auth/signIn/sessions";

export function askForFactor(attempt: Attempt, factors: readonly MfaType[]): Question {
  const { username } = presentUser(attempt);
  return {
    challenge: "SELECT_MFA_TYPE",
    parameters: { MFAS_CAN_CHOOSE: JSON.stringify(factors), USERNAME: username, USER_ID_FOR_SRP: username },
    progress: attempt.progress,
  };
}

export const selectMfaType: Check = async (room, { attempt, values, session }) => {
  const answer = required(values, "ANSWER");
  const factors = usableFactors(attempt.party.pool, presentUser(attempt));
  const chosenFactor = factors.find((factor) => factor === answer);
  if (!chosenFactor) throw invalidParameter(`ANSWER must be one of ${factors.join(", ")}`);
  await endSession(room, session);
  return withProgress(attempt, { chosenFactor });
};
