/** The device a client claims to be, as the pool knows it. */

import type { Device } from "#auth/device";
import { deviceNotFound } from "#auth/faults";
import type { PasswordVerifier } from "#auth/user";
import type { Attempt, SignInRoom } from "./attempt.ts";

export type ConfirmedDevice = Device & { readonly verifier: PasswordVerifier };

/** @throws Fault ResourceNotFoundException "Device does not exist.", on which clients forget their key and begin anew */
export async function confirmedDevice(room: SignInRoom, attempt: Attempt, key: string): Promise<ConfirmedDevice> {
  const { party, user } = attempt;
  // Nobody's devices are unknown, too: the answer must not tell who exists.
  const device = await room.stores.devices.find(party.pool.id, user?.sub ?? "", key);
  if (!device?.verifier) throw deviceNotFound();
  return { ...device, verifier: device.verifier };
}

/**
 * Refuses a key that is not the user's. Done before the password is looked at: clients drop the key and repeat the very
 * same answer, for which the session must still be good.
 */
export async function checkOfferedDevice(room: SignInRoom, attempt: Attempt): Promise<void> {
  const key = offeredDeviceKey(attempt);
  if (key !== undefined) await confirmedDevice(room, attempt, key);
}

/** The key the client offers, where the pool tracks devices. */
export function offeredDeviceKey({ party, progress }: Attempt): string | undefined {
  return party.pool.settings.devices ? progress.deviceKey : undefined;
}
