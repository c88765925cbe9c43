/** Public keys as JSON Web Keys: what a JWKS document lists, and the way back to a key. */

import { createPublicKey, type KeyObject } from "node:crypto";

export interface PublicJwk {
  readonly alg: "RS256";
  readonly e: string;
  readonly kid: string;
  readonly kty: "RSA";
  readonly n: string;
  readonly use: "sig";
}

export interface PublicParts {
  readonly kid: string;
  /** base64url. */
  readonly modulus: string;
  readonly exponent: string;
}

/** The entry of a JWKS document. */
export function toPublicJwk(key: PublicParts): PublicJwk {
  return { alg: "RS256", e: key.exponent, kid: key.kid, kty: "RSA", n: key.modulus, use: "sig" };
}

/** The key that verifies; keep it, for making it costs more than one verification. */
export function toPublicKey(key: Omit<PublicParts, "kid">): KeyObject {
  return createPublicKey({ key: { kty: "RSA", n: key.modulus, e: key.exponent }, format: "jwk" });
}
