/** Ids of pools and clients in the forms that clients parse. */

import { lowerAlphanumeric, randomText } from "#kernel/id";
import type { Random } from "#ports/random";

const mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `us-east-1_Ab12Cd34E`. */
export function newPoolId(random: Random, region: string): string {
  return `${region}_${randomText(random, 9, mixed)}`;
}

/** 26 lower-case letters and digits. */
export function newClientId(random: Random): string {
  return randomText(random, 26, lowerAlphanumeric);
}

/** 52 lower-case letters and digits. */
export function newClientSecret(random: Random): string {
  return randomText(random, 52, lowerAlphanumeric);
}

/** `us-east-1:<uuid>`, for identity pools and identities. */
export function newIdentityId(random: Random, region: string): string {
  return `${region}:${random.uuid()}`;
}
