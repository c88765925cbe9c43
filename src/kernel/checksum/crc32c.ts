/** CRC-32C (Castagnoli), eight bytes a step. */

import type { Hasher } from "./hasher.ts";

/** Reflected. */
export const crc32cPolynomial = 0x82f63b78;

/** Eight tables of 256 in one: table `n` holds what a byte comes to after `n` more zero bytes. */
let tables: Int32Array | undefined;

function makeTables(): Int32Array {
  const made = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ crc32cPolynomial : value >>> 1;
    made[byte] = value;
  }
  for (let index = 256; index < made.length; index += 1) {
    const before = made[index - 256] ?? 0;
    made[index] = (before >>> 8) ^ (made[before & 255] ?? 0);
  }
  return made;
}

/** The CRC of `bytes` after those that `crc` stands for; 0 to begin. */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  tables ??= makeTables();
  return ~run(tables, bytes, ~crc) >>> 0;
}

function run(table: Int32Array, bytes: Uint8Array, start: number): number {
  const at = (slice: number, byte: number): number => table[slice * 256 + byte] as number;
  let value = start;
  let index = 0;
  const whole = bytes.length - (bytes.length % 8);
  for (; index < whole; index += 8) {
    value ^= fourBytes(bytes, index);
    const next = fourBytes(bytes, index + 4);
    value =
      at(7, value & 255) ^
      at(6, (value >>> 8) & 255) ^
      at(5, (value >>> 16) & 255) ^
      at(4, value >>> 24) ^
      at(3, next & 255) ^
      at(2, (next >>> 8) & 255) ^
      at(1, (next >>> 16) & 255) ^
      at(0, next >>> 24);
  }
  for (; index < bytes.length; index += 1) value = (value >>> 8) ^ at(0, (value ^ (bytes[index] as number)) & 255);
  return value;
}

function fourBytes(bytes: Uint8Array, index: number): number {
  return (
    (bytes[index] as number) |
    ((bytes[index + 1] as number) << 8) |
    ((bytes[index + 2] as number) << 16) |
    ((bytes[index + 3] as number) << 24)
  );
}

export function crc32cHasher(): Hasher {
  let crc = 0;
  return {
    update(bytes) {
      crc = crc32c(bytes, crc);
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(crc);
      return digest;
    },
  };
}
