/** PASSWORD_VERIFIER: the client proves by SRP that it knows the password. */

import { wrongPassword } from "#auth/faults";
import { srpPoolName } from "#auth/pool";
import { type Attempt, type Check, proving, type Question, type SignInRoom, withProgress } from "#auth/signIn/attempt";
import { guess } from "#auth/signIn/guess";
import { checkOfferedDevice } from "#auth/signIn/knownDevice";
import { checkTimestamp } from "#auth/signIn/proofTime";
import { required } from "#auth/signIn/required";
import { useSealedSession } from "#auth/signIn/sessions";
import { answerClient, clientProves } from "#auth/signIn/srpExchange";
import { passwordVerifierOf } from "#auth/signIn/storedPassword";

export async function askPasswordProof(room: SignInRoom, attempt: Attempt): Promise<Question> {
  const { party, username, progress } = attempt;
  const clientPublic = required({ SRP_A: progress.clientPublic ?? "" }, "SRP_A");
  const stored = await passwordVerifierOf(room, attempt);
  const { parameters, awaited } = await answerClient(room, party, clientPublic, stored);
  return {
    challenge: "PASSWORD_VERIFIER",
    parameters: { ...parameters, USERNAME: username, USER_ID_FOR_SRP: username },
    sessionCarrier: "SECRET_BLOCK",
    progress: { ...progress, clientPublic: undefined, awaitedProof: awaited },
  };
}

/** One right proof a session; a wrong one is counted, like any guess. */
export const passwordVerifier: Check = async (room, answer) => {
  const { values } = answer;
  checkTimestamp(room, values);
  const deviceKey = values["DEVICE_KEY"] ?? answer.attempt.progress.deviceKey;
  const attempt = withProgress(answer.attempt, { deviceKey });
  await checkOfferedDevice(room, attempt);
  const { party, username, progress } = attempt;
  const stored = await passwordVerifierOf(room, attempt);
  const identity = { pool: srpPoolName(party.pool.id), user: username };
  const holds = (): boolean =>
    clientProves(progress.awaitedProof, identity, stored, values) && attempt.user !== undefined;
  await guess(room, attempt, "password", holds, wrongPassword);
  return proving(useSealedSession(room, attempt, answer.session), "password", { awaitedProof: undefined });
};
