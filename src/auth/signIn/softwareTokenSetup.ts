/** Setting up an authenticator app in the middle of a sign-in, where there is no access token yet. */

import { wrongSoftwareToken } from "#auth/faults";
import { matchingTotpStep, newTotpSecret, toBase32 } from "#auth/totp";
import { type Attempt, type Party, type SignInRoom, withProgress } from "./attempt.ts";
import { askToSetUp } from "./challenges/mfaSetup.ts";
import { guess } from "./guess.ts";
import { presentUser } from "./required.ts";
import { ask, endSession, resume } from "./sessions.ts";

/** AssociateSoftwareToken with a Session of MFA_SETUP. */
export async function associateInSession(
  room: SignInRoom,
  party: Party,
  session: string,
): Promise<{ readonly secretCode: string; readonly session: string }> {
  const attempt = await resume(room, party, "MFA_SETUP", session, undefined);
  const { poolId, sub } = presentUser(attempt);
  await endSession(room, session);
  const secret = newTotpSecret();
  await room.stores.credentials.setPendingTotp(poolId, sub, secret);
  return { secretCode: toBase32(secret), session: await askAgain(room, attempt) };
}

/** VerifySoftwareToken with the Session that AssociateSoftwareToken gave. A wrong code may be mended. */
export async function verifyInSession(
  room: SignInRoom,
  party: Party,
  session: string,
  userCode: string,
): Promise<{ readonly session: string }> {
  const attempt = await resume(room, party, "MFA_SETUP", session, undefined);
  const { poolId, sub } = presentUser(attempt);
  const secret = await room.stores.credentials.pendingTotp(poolId, sub);
  const step = secret && matchingTotpStep(secret, userCode, room.clock.now());
  await guess(room, attempt, "secondFactor", () => step !== undefined, wrongSoftwareToken);
  await endSession(room, session);
  if (step === undefined || !(await room.stores.credentials.confirmTotp(poolId, sub, step))) throw wrongSoftwareToken();
  return { session: await askAgain(room, withProgress(attempt, { softwareTokenVerified: true })) };
}

async function askAgain(room: SignInRoom, attempt: Attempt): Promise<string> {
  return (await ask(room, attempt, askToSetUp(attempt))).session;
}
