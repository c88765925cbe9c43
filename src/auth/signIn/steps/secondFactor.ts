/** Step: a second factor, where pool or user want one. */

import type { MfaType, User } from "#auth/user";
import type { Attempt, Question, SignInRoom, Step } from "#auth/signIn/attempt";
import { askToSetUp } from "#auth/signIn/challenges/mfaSetup";
import { askForFactor } from "#auth/signIn/challenges/selectMfaType";
import { askSmsCode } from "#auth/signIn/challenges/smsMfa";
import { askSoftwareToken } from "#auth/signIn/challenges/softwareTokenMfa";
import { confirmedDevice, offeredDeviceKey } from "#auth/signIn/knownDevice";
import { presentUser } from "#auth/signIn/required";
import { preferredFactor, usableFactors } from "#auth/signIn/secondFactors";

export const secondFactor: Step = async (room, attempt) => {
  const { mode } = attempt.party.pool.settings.mfa;
  const user = presentUser(attempt);
  if (mode === "OFF" || attempt.progress.proven.includes("secondFactor")) return attempt;
  if (await deviceStandsIn(room, attempt)) return attempt;
  const factors = usableFactors(attempt.party.pool, user);
  if (factors.length > 0) return askFor(room, attempt, factors, user);
  return mode === "ON" ? askToSetUp(attempt) : attempt;
};

async function askFor(room: SignInRoom, attempt: Attempt, factors: readonly MfaType[], user: User): Promise<Question> {
  const chosen = factors.find((factor) => factor === attempt.progress.chosenFactor);
  return askFactor(room, attempt, chosen ?? preferredFactor(factors, user), factors);
}

async function askFactor(
  room: SignInRoom,
  attempt: Attempt,
  factor: MfaType | undefined,
  factors: readonly MfaType[],
): Promise<Question> {
  if (factor === "SMS_MFA") return askSmsCode(room, attempt);
  return factor === "SOFTWARE_TOKEN_MFA" ? askSoftwareToken(attempt) : askForFactor(attempt, factors);
}

/** A remembered device takes the second factor's place where the pool says so; it has to prove itself afterwards. */
async function deviceStandsIn(room: SignInRoom, attempt: Attempt): Promise<boolean> {
  const key = offeredDeviceKey(attempt);
  if (key === undefined || attempt.party.pool.settings.devices?.challengeRequiredOnNewDevice !== true) return false;
  return (await confirmedDevice(room, attempt, key)).remembered;
}
