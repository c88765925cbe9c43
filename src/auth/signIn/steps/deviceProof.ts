/** Step: a device that was named proves itself. */

import type { Step } from "../attempt.ts";
import { askDeviceProof } from "../challenges/devicePasswordVerifier.ts";
import { askDevice } from "../challenges/deviceSrp.ts";
import { offeredDeviceKey } from "../knownDevice.ts";

export const deviceProof: Step = async (room, attempt) => {
  const { proven, deviceClientPublic } = attempt.progress;
  if (offeredDeviceKey(attempt) === undefined || proven.includes("device")) return attempt;
  return deviceClientPublic === undefined ? askDevice(attempt) : askDeviceProof(room, attempt);
};
