/** An authenticator app: from the secret as people type it to the code it shows. */

import { totpCode, totpStep } from "#auth/totp";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** @param steps how many codes after the one shown at `now` */
export function appCode(base32: string, now: number, steps = 0): string {
  let bits = "";
  for (const letter of base32) bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return totpCode(Buffer.from(bytes), totpStep(now) + steps);
}
