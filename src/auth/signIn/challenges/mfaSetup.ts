/** MFA_SETUP: the pool wants a second factor and the user has none yet. */

import { invalidParameter } from "#auth/faults";
import { type Attempt, type Check, proving, type Question } from "#auth/signIn/attempt";
import { presentUser } from "#auth/signIn/required";
import { endSession } from "#auth/signIn/sessions";
import { updateUser } from "#auth/signIn/updateUser";

export function askToSetUp(attempt: Attempt): Question {
  const { mfa } = attempt.party.pool.settings;
  const { username } = presentUser(attempt);
  const kinds = [...(mfa.softwareToken ? ["SOFTWARE_TOKEN_MFA"] : []), ...(mfa.sms ? ["SMS_MFA"] : [])];
  return {
    challenge: "MFA_SETUP",
    parameters: { MFAS_CAN_SETUP: JSON.stringify(kinds), USERNAME: username, USER_ID_FOR_SRP: username },
    progress: attempt.progress,
  };
}

/** The session must be the one VerifySoftwareToken gave: the code was checked there. */
export const mfaSetup: Check = async (room, { attempt, session }) => {
  const user = presentUser(attempt);
  if (attempt.progress.softwareTokenVerified !== true) {
    throw invalidParameter(
      "No second factor has been set up: call AssociateSoftwareToken and VerifySoftwareToken first.",
    );
  }
  await endSession(room, session);
  const mfa = { ...user.mfa, softwareToken: true, preferred: "SOFTWARE_TOKEN_MFA" as const };
  return proving(
    { ...attempt, user: await updateUser(room, attempt.party.pool, user, () => ({ mfa })) },
    "secondFactor",
  );
};
