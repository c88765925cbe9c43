/** Signing and reading of RS256 tokens. The algorithm is pinned: a token says which key, never how. */

import { createPrivateKey, type KeyObject, sign, verify } from "node:crypto";

export type Claims = Readonly<Record<string, unknown>>;

export interface SigningSecret {
  readonly kid: string;
  readonly key: KeyObject;
}

/** A token in its parts, not verified yet: nothing in it may be believed. */
export interface UnverifiedToken {
  readonly kid: string;
  readonly claims: Claims;
  /** The bytes that were signed. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** Longer texts are not looked at. */
export const longestToken = 50_000;

/** Opens a PKCS #8 PEM for signing. */
export function openSigningSecret(kid: string, pem: string): SigningSecret {
  return { kid, key: createPrivateKey(pem) };
}

/** A compact token with the header `{kid, alg}`. Signs outside the event loop. */
export function signRs256(secret: SigningSecret, claims: Claims): Promise<string> {
  const signed = `${encode({ kid: secret.kid, alg: "RS256" })}.${encode(claims)}`;
  return new Promise((resolve, reject) => {
    sign("sha256", Buffer.from(signed), secret.key, (error, signature) => {
      if (error) reject(error);
      else resolve(`${signed}.${signature.toString("base64url")}`);
    });
  });
}

/**
 * Takes a compact token apart. Undefined when it is no RS256 token with a `kid`.
 * `jku`, `jwk`, `x5u` and their like are never followed; a header with `crit` is refused, for we know no extension.
 */
export function readToken(token: string): UnverifiedToken | undefined {
  const parts = token.length > longestToken ? [] : token.split(".");
  const [header = "", payload = "", signature = ""] = parts;
  if (parts.length !== 3 || !parts.every(isBase64Url)) return undefined;
  const head = decode(header);
  const claims = decode(payload);
  if (head?.["alg"] !== "RS256" || typeof head["kid"] !== "string" || "crit" in head || !claims) return undefined;
  return {
    kid: head["kid"],
    claims,
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

/** Whether the key signed the token. About 20 microseconds. */
export function signatureHolds(token: UnverifiedToken, key: KeyObject): boolean {
  return key.asymmetricKeyType === "rsa" && verify("sha256", Buffer.from(token.signed), key, token.signature);
}

function isBase64Url(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value), "utf8").toString("base64url");
}

function decode(text: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
