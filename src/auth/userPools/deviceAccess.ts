/** A device of a user, or the refusal that clients know. */

import type { Device } from "#auth/device";
import { deviceNotFound } from "#auth/faults";
import type { UserPoolParts } from "./parts.ts";

/** @throws Fault ResourceNotFoundException */
export async function openDevice(parts: UserPoolParts, poolId: string, sub: string, key: string): Promise<Device> {
  const device = await parts.stores.devices.find(poolId, sub, key);
  if (!device) throw deviceNotFound();
  return device;
}

/** Forgets a device; what was signed in on it ends. */
export async function forget(parts: UserPoolParts, poolId: string, sub: string, key: string): Promise<void> {
  if (!(await parts.stores.devices.remove(poolId, sub, key))) throw deviceNotFound();
  await parts.stores.tokens.revokeDevice(poolId, sub, key, parts.clock.now());
}
