/** ConfirmDevice: a device gives the verifier it will prove itself by. */

import { invalidParameter } from "#auth/faults";
import { openDevice } from "#auth/userPools/deviceAccess";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function confirmDevice(parts: UserPoolParts): UserPoolOperation<"ConfirmDevice"> {
  return async (input) => {
    const { pool, user } = await openAccessToken(parts, input.AccessToken);
    const tracking = pool.settings.devices;
    if (!tracking) throw invalidParameter("Device tracking is not turned on for the user pool.");
    const { PasswordVerifier, Salt } = input.DeviceSecretVerifierConfig ?? {};
    if (!PasswordVerifier || !Salt) throw invalidParameter("PasswordVerifier and Salt are needed.");
    const device = await openDevice(parts, pool.id, user.sub, input.DeviceKey);
    if (device.verifier) throw invalidParameter("The device is already confirmed.");
    const asks = tracking.deviceOnlyRememberedOnUserPrompt;
    const verifier = { verifier: hex(PasswordVerifier), salt: hex(Salt) };
    const change = { verifier, remembered: !asks, ...(input.DeviceName && { name: input.DeviceName }) };
    await parts.stores.devices.update(device, change, parts.clock.now());
    return { UserConfirmationNecessary: asks };
  };
}

function hex(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length === 0 || bytes.length > 512) throw invalidParameter("PasswordVerifier and Salt must be base64.");
  return bytes.toString("hex");
}
