/** Step: the device the client named is still one of the user's. */

import type { Step } from "#auth/signIn/attempt";
import { checkOfferedDevice } from "#auth/signIn/knownDevice";

export const offeredDevice: Step = async (room, attempt) => {
  await checkOfferedDevice(room, attempt);
  return attempt;
};
