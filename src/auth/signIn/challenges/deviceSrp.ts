/** DEVICE_SRP_AUTH: the client says which device it is and sends A. */

import { type Attempt, type Check, type Question, withProgress } from "../attempt.ts";
import { presentUser, required } from "../required.ts";
import { endSession } from "../sessions.ts";
import { confirmedDevice } from "../knownDevice.ts";

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
