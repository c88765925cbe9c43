/** The device a client claims to be, as the pool knows it. */

import type { Device } from "#auth/device";
import { deviceNotFound } from "#auth/faults";
import type { PasswordVerifier } from "#auth/user";
import type { Attempt, SignInRoom } from "./attempt.ts";
import { presentUser } from "./required.ts";

export type ConfirmedDevice = Device & { readonly verifier: PasswordVerifier };

/** @throws Fault ResourceNotFoundException "Device does not exist.", on which clients forget their key and begin anew */
export async function confirmedDevice(room: SignInRoom, attempt: Attempt, key: string): Promise<ConfirmedDevice> {
  const { poolId, sub } = presentUser(attempt);
  const device = await room.stores.devices.find(poolId, sub, key);
  if (!device?.verifier) throw deviceNotFound();
  return { ...device, verifier: device.verifier };
}

/** The key the client offers, where the pool tracks devices. */
export function offeredDeviceKey({ party, progress }: Attempt): string | undefined {
  return party.pool.settings.devices ? progress.deviceKey : undefined;
}
