/** Sealing of secrets at rest: AES-256-GCM under the master key, bound to a purpose. */

import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes } from "node:crypto";

/** Seals and opens secrets. A sealed secret is a text fit for a database column. */
export interface Sealer {
  /**
   * Seals `plain` for `purpose` (say which row and column it is for, so that it cannot be moved to another).
   * The text is `s1.<key id>.<nonce, ciphertext and tag in base64url>` and differs each time.
   */
  seal(plain: string | Uint8Array, purpose: string): string;
  /** The bytes that were sealed. Throws `UnsealError` when text, purpose or key is not the right one. */
  open(sealed: string, purpose: string): Buffer;
  /** `open`, read as UTF-8. */
  openText(sealed: string, purpose: string): string;
}

/** A sealed secret that cannot be opened: damaged, moved, or sealed under a key this server does not have. */
export class UnsealError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnsealError";
  }
}

const version = "s1";
const nonceBytes = 12;
const tagBytes = 16;

/** What names a key without telling anything about it: eight hex digits. */
export function keyId(key: Uint8Array): string {
  return createHash("sha256").update("ohmstead key id").update(key).digest("hex").slice(0, 8);
}

/**
 * A sealer that seals under `current` and opens what was sealed under it or under one of `previous`,
 * so that the master key can be changed while old rows are still there.
 */
export function createSealer(current: Uint8Array, previous: readonly Uint8Array[] = []): Sealer {
  // Key objects: Node takes them four times as fast as bytes.
  const keys = new Map([current, ...previous].map((key) => [keyId(requireLength(key)), createSecretKey(key)]));
  const currentId = keyId(current);
  const currentKey = createSecretKey(current);

  function seal(plain: string | Uint8Array, purpose: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv("aes-256-gcm", currentKey, nonce);
    cipher.setAAD(associatedData(currentId, purpose));
    const bytes = typeof plain === "string" ? Buffer.from(plain, "utf8") : plain;
    const packed = Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    return `${version}.${currentId}.${packed.toString("base64url")}`;
  }

  function open(sealed: string, purpose: string): Buffer {
    const [name, id = "", text = ""] = sealed.split(".");
    const key = keys.get(id);
    if (name !== version) throw new UnsealError("The secret is not in a known sealed form.");
    if (!key) throw new UnsealError(`The secret was sealed under master key ${id}, which this server does not have.`);
    const packed = Buffer.from(text, "base64url");
    if (packed.byteLength < nonceBytes + tagBytes) throw new UnsealError("The sealed secret is cut short.");
    const decipher = createDecipheriv("aes-256-gcm", key, packed.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(associatedData(id, purpose));
    decipher.setAuthTag(packed.subarray(-tagBytes));
    try {
      return Buffer.concat([decipher.update(packed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    } catch {
      throw new UnsealError("The sealed secret is damaged or belongs to another purpose.");
    }
  }

  return { seal, open, openText: (sealed, purpose) => open(sealed, purpose).toString("utf8") };
}

function associatedData(id: string, purpose: string): Buffer {
  return Buffer.from(`${version}.${id}.${purpose}`, "utf8");
}

function requireLength(key: Uint8Array): Uint8Array {
  if (key.byteLength !== 32) throw new Error(`A master key has 32 bytes, not ${key.byteLength}.`);
  return key;
}
