/** Step: a device that was named proves itself. */

import type { Step } from "#auth/signIn/attempt";
import { askDeviceProof } from "#auth/signIn/challenges/devicePasswordVerifier";
import { askDevice } from "#auth/signIn/challenges/deviceSrp";
import { offeredDeviceKey } from "#auth/signIn/knownDevice";

export const deviceProof: Step = async (room, attempt) => {
  const { proven, deviceClientPublic } = attempt.progress;
  if (offeredDeviceKey(attempt) === undefined || proven.includes("device")) return attempt;
  return deviceClientPublic === undefined ? askDevice(attempt) : askDeviceProof(room, attempt);
};
