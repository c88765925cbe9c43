/** Derives SigV4 signing keys and remembers the last ones used. */

import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

export interface Scope {
  /** `20261123`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const algorithm = "AWS4-HMAC-SHA256";
export const terminator = "aws4_request";

export function scopeText(scope: Scope): string {
  return `${scope.date}/${scope.region}/${scope.service}/${terminator}`;
}

/** A key object, not bytes: an HMAC under it costs a fifth. */
export function deriveSigningKey(secret: string, scope: Scope): KeyObject {
  const date = hmacSha256(`AWS4${secret}`, scope.date);
  return createSecretKey(hmacSha256(hmacSha256(hmacSha256(date, scope.region), scope.service), terminator));
}

/** The signature of a canonical request's hash, as bytes. */
export function signatureOf(signingKey: KeyObject, date: string, scope: Scope, canonicalHash: string): Buffer {
  return hmacSha256(signingKey, `${algorithm}\n${date}\n${scopeText(scope)}\n${canonicalHash}`);
}

/** HMAC-SHA256 of a text in UTF-8. */
export function hmacSha256(key: string | Uint8Array | KeyObject, text: string): Buffer {
  return createHmac("sha256", key).update(text, "utf8").digest();
}

export interface SigningKeys {
  get(accessKeyId: string, secret: string, scope: Scope): KeyObject;
  /** Keeps a derived key. Call it only after its signature proved right: who guesses scopes must not drive others out. */
  keep(accessKeyId: string, secret: string, scope: Scope, signingKey: KeyObject): void;
}

/** A cache of at most `capacity` signing keys; the one unused for longest goes first. */
export function createSigningKeys(capacity = 1000): SigningKeys {
  const entries = new Map<string, { readonly secret: string; readonly signingKey: KeyObject }>();
  const nameOf = (accessKeyId: string, { date, region, service }: Scope) =>
    `${accessKeyId}\n${date}\n${region}\n${service}`;

  return {
    get(accessKeyId, secret, scope) {
      const name = nameOf(accessKeyId, scope);
      const entry = entries.get(name);
      // The secret of a key id may have changed since.
      if (entry?.secret !== secret) return deriveSigningKey(secret, scope);
      entries.delete(name);
      entries.set(name, entry);
      return entry.signingKey;
    },
    keep(accessKeyId, secret, scope, signingKey) {
      const name = nameOf(accessKeyId, scope);
      if (entries.get(name)?.signingKey === signingKey) return;
      entries.delete(name);
      entries.set(name, { secret, signingKey });
      if (entries.size <= capacity) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        return;
      }
    },
  };
}
