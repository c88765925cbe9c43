/** Time-based one-time passwords as authenticator apps make them: SHA-1, six digits, thirty seconds. */

import { createHmac, randomBytes } from "node:crypto";
import { constantTimeEqual } from "#kernel/crypto/equal";

const stepMs = 30_000;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new secret: 32 bytes, which base32 writes as 52 characters. */
export function newTotpSecret(): Buffer {
  return randomBytes(32);
}

/** Base32 without padding, the spelling of SecretCode. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet.charAt((value >>> (bits - 5)) & 31);
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text;
}

/** Which time step `milliseconds` lies in. */
export function totpStep(milliseconds: number): number {
  return Math.floor(milliseconds / stepMs);
}

/** The six digits of a time step (RFC 6238). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/**
 * The time step whose code this is: the present one, the one before or the one after; undefined for a wrong code.
 * The caller must see to it that a step is good only once. All three are always worked out.
 */
export function matchingTotpStep(secret: Uint8Array, code: string, now: number): number | undefined {
  const present = totpStep(now);
  let found: number | undefined;
  for (const step of [present + 1, present - 1, present]) {
    if (step >= 0 && constantTimeEqual(totpCode(secret, step), code)) found = step;
  }
  return found;
}
