/** Step: the device the client named is still one of the user's. */

import type { Step } from "../attempt.ts";
import { checkOfferedDevice } from "../knownDevice.ts";

export const offeredDevice: Step = async (room, attempt) => {
  await checkOfferedDevice(room, attempt);
  return attempt;
};
