/** SOFTWARE_TOKEN_MFA: the present code of the user's authenticator app. */

import { deadSession, softwareTokenUsed, wrongMfaCode } from "#auth/faults";
import { matchingTotpStep } from "#auth/totp";
import { type Attempt, type Check, proving, type Question } from "#auth/signIn/attempt";
import { guess } from "#auth/signIn/guess";
import { presentUser, required } from "#auth/signIn/required";
import { endSession } from "#auth/signIn/sessions";

export function askSoftwareToken(attempt: Attempt): Question {
  const { username } = presentUser(attempt);
  return {
    challenge: "SOFTWARE_TOKEN_MFA",
    parameters: { USERNAME: username, USER_ID_FOR_SRP: username },
    progress: attempt.progress,
  };
}

/** A wrong code may be mended; a right one is good once, for this session and for any other. */
export const softwareTokenMfa: Check = async (room, { attempt, values, session }) => {
  const code = required(values, "SOFTWARE_TOKEN_MFA_CODE");
  const { poolId, sub } = presentUser(attempt);
  const totp = await room.stores.credentials.totp(poolId, sub);
  if (!totp?.ready) throw deadSession();
  const step = matchingTotpStep(totp.secret, code, room.clock.now());
  await guess(room, attempt, "secondFactor", () => step !== undefined, wrongMfaCode);
  if (step === undefined || !(await room.stores.credentials.useTotpStep(poolId, sub, step))) throw softwareTokenUsed();
  await endSession(room, session);
  return proving(attempt, "secondFactor", { chosenFactor: "SOFTWARE_TOKEN_MFA" });
};
