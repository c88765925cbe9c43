/** Keys as the database keeps and orders them: UTF-8 bytes. */

/** No UTF-8 text has this byte, so every key lies before it. */
const BEHIND_ALL = Uint8Array.of(0xff);

export function bytesOf(key: string): Uint8Array {
  return Buffer.from(key, "utf8");
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** The first place behind `key` itself. */
export function justBehind(key: Uint8Array): Uint8Array {
  return Buffer.concat([key, Uint8Array.of(0)]);
}

/** The first place behind everything that begins with `prefix`. */
export function behindPrefix(prefix: Uint8Array): Uint8Array {
  for (let last = prefix.length - 1; last >= 0; last -= 1) {
    const byte = prefix[last] ?? 0;
    if (byte === 0xff) continue;
    const place = Uint8Array.from(prefix.subarray(0, last + 1));
    place[last] = byte + 1;
    return place;
  }
  return BEHIND_ALL;
}

/** The later of two places. */
export function later(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) < 0 ? b : a;
}
