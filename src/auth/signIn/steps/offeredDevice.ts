/** Step: a device the client names is one the pool knows. Checked early, where clients can still begin anew. */

import type { Step } from "../attempt.ts";
import { confirmedDevice, offeredDeviceKey } from "../knownDevice.ts";

export const offeredDevice: Step = async (room, attempt) => {
  const key = offeredDeviceKey(attempt);
  if (key !== undefined) await confirmedDevice(room, attempt, key);
  return attempt;
};
