/** DEVICE_PASSWORD_VERIFIER: the client proves by SRP that it is the device. */

import { wrongPassword } from "#auth/faults";
import { type Attempt, type Check, proving, type Question, type SignInRoom } from "#auth/signIn/attempt";
import { confirmedDevice } from "#auth/signIn/knownDevice";
import { checkTimestamp } from "#auth/signIn/proofTime";
import { required } from "#auth/signIn/required";
import { useSealedSession } from "#auth/signIn/sessions";
import { answerClient, clientProves } from "#auth/signIn/srpExchange";

export async function askDeviceProof(room: SignInRoom, attempt: Attempt): Promise<Question> {
  const { party, username, progress } = attempt;
  const device = await confirmedDevice(room, attempt, progress.deviceKey ?? "");
  const { parameters, awaited } = await answerClient(room, party, progress.deviceClientPublic ?? "", device.verifier);
  return {
    challenge: "DEVICE_PASSWORD_VERIFIER",
    parameters: { ...parameters, DEVICE_KEY: device.key, USERNAME: username, USER_ID_FOR_SRP: username },
    sessionCarrier: "SECRET_BLOCK",
    progress: { ...progress, deviceClientPublic: undefined, awaitedProof: awaited },
  };
}

/** One right proof a session. A device's password is 40 random bytes: nobody guesses it, so nothing is counted. */
export const devicePasswordVerifier: Check = async (room, { attempt, values, session }) => {
  checkTimestamp(room, values);
  const deviceKey = required(values, "DEVICE_KEY");
  if (deviceKey !== attempt.progress.deviceKey) throw wrongPassword();
  const device = await confirmedDevice(room, attempt, deviceKey);
  const identity = { pool: device.groupKey, user: device.key };
  if (!clientProves(attempt.progress.awaitedProof, identity, device.verifier, values)) throw wrongPassword();
  await room.stores.devices.update(device, { lastAuthenticatedAt: room.clock.now() }, room.clock.now());
  return proving(useSealedSession(room, attempt, session), "device", { awaitedProof: undefined });
};
