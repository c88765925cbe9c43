/** DEVICE_SRP_AUTH: the client says which device it is and sends A. */

import { type Attempt, type Check, type Question, withProgress } from "#auth/signIn/attempt";
import { presentUser, required } from "#auth/signIn/required";
import { endSession } from "#auth/signIn/sessions";
import { confirmedDevice } from "#auth/signIn/knownDevice";

export function askDevice(attempt: Attempt): Question {
  const { username } = presentUser(attempt);
  return {
    challenge: "DEVICE_SRP_AUTH",
    parameters: { USERNAME: username, USER_ID_FOR_SRP: username },
    progress: attempt.progress,
  };
}

export const deviceSrp: Check = async (room, { attempt, values, session }) => {
  const deviceClientPublic = required(values, "SRP_A");
  const deviceKey = required(values, "DEVICE_KEY");
  await confirmedDevice(room, attempt, deviceKey);
  await endSession(room, session);
  return withProgress(attempt, { deviceClientPublic, deviceKey });
};
