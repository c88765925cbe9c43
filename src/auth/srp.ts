/** The server's side of SRP-6a as Cognito's clients speak it: verifiers, the challenge, the proof. */

import { createHash, createHmac, createSecretKey, hkdfSync, type Hmac, randomBytes } from "node:crypto";
import { constantTimeEqual } from "#kernel/crypto/equal";
import { createModularPower, type ModularPower } from "./modularPower.ts";
import type { PasswordVerifier } from "./user.ts";

/** Whose password: pool name and user id for a user, device group key and device key for a device. */
export interface SrpIdentity {
  /** `srpPoolName` of the pool id, or DeviceGroupKey. */
  readonly pool: string;
  /** USER_ID_FOR_SRP, or the device key. */
  readonly user: string;
}

export interface SrpChallenge {
  /** B in lower-case hexadecimal, as SRP_B goes over the wire. */
  readonly publicValue: string;
  /** The 16 bytes a right proof is keyed with. Secret. */
  readonly proofKey: Buffer;
}

export interface SrpProof {
  /** The SECRET_BLOCK as the client gave it back, base64. */
  readonly secretBlock: string;
  /** PASSWORD_CLAIM_SIGNATURE, base64. */
  readonly signature: string;
  /** TIMESTAMP as the client wrote it. */
  readonly timestamp: string;
}

export interface Srp {
  /** A verifier with a fresh 16-byte salt, or with the salt given (hexadecimal). About half a millisecond. */
  makeVerifier(identity: SrpIdentity, password: string, salt?: string): PasswordVerifier;
  /** Whether the password is the verifier's; constant time in the verifier. */
  matches(identity: SrpIdentity, password: string, stored: PasswordVerifier): boolean;
  /**
   * Answers the client's A (hexadecimal) with B and the key its proof must have; about 1.5 milliseconds, a third less
   * when `prepare` was called before.
   * Undefined when A is no number between 0 and N, which includes every multiple of N, or u is 0.
   */
  challenge(clientPublic: string, stored: PasswordVerifier): SrpChallenge | undefined;
  /**
   * Makes one secret of the server for a later challenge, which depends on nobody; about half a millisecond.
   * False when enough are waiting.
   */
  prepare(): boolean;
}

/** A secret of the server with its power; serves one challenge. */
interface Ephemeral {
  readonly secret: bigint;
  readonly power: bigint;
}

const multiplierText = "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6";
const multiplier = BigInt(`0x${multiplierText}`);
const generator = 2n;
const longestPublicValue = 770;
/** So many sign-ins that come at once are answered a third faster. */
const mostPrepared = 64;

/** Call once at start: it opens the group and checks it against a power worked out by hand. */
export function createSrp(): Srp {
  const power = createModularPower();

  const prepared: Ephemeral[] = [];

  function makeEphemeral(): Ephemeral {
    const secret = parseHex(randomBytes(32).toString("hex")) | (1n << 255n);
    return { secret, power: power.raise(generator, secret) };
  }

  function verifierFor(identity: SrpIdentity, password: string, salt: string): bigint {
    return power.raise(generator, privateKey(identity, password, salt));
  }

  return {
    makeVerifier(identity, password, salt = randomBytes(16).toString("hex")) {
      return { salt, verifier: verifierFor(identity, password, salt).toString(16) };
    },

    matches(identity, password, stored) {
      const tried = padded(verifierFor(identity, password, stored.salt));
      return constantTimeEqual(tried, padded(parseHex(stored.verifier)));
    },

    challenge(clientPublic, stored) {
      if (!isHex(clientPublic) || clientPublic.length > longestPublicValue) return undefined;
      const a = parseHex(clientPublic);
      if (a <= 0n || a >= power.modulus) return undefined;
      return answer(power, a, parseHex(stored.verifier) % power.modulus, prepared.pop() ?? makeEphemeral());
    },

    prepare() {
      if (prepared.length >= mostPrepared) return false;
      prepared.push(makeEphemeral());
      return true;
    },
  };
}

function answer(power: ModularPower, a: bigint, verifier: bigint, own: Ephemeral): SrpChallenge | undefined {
  const b = (multiplier * verifier + own.power) % power.modulus;
  const u = parseHex(sha256(padded(a), padded(b)).toString("hex"));
  if (u === 0n || b === 0n) return undefined;
  const shared = power.raise((a * power.raise(verifier, u)) % power.modulus, own.secret);
  return { publicValue: b.toString(16), proofKey: deriveProofKey(u, shared) };
}

/** Whether the proof was made with the key of this challenge; compared in constant time. */
export function proofHolds(key: Uint8Array, identity: SrpIdentity, proof: SrpProof): boolean {
  const expected = hmac(key)
    .update(identity.pool)
    .update(identity.user)
    .update(Buffer.from(proof.secretBlock, "base64"))
    .update(proof.timestamp)
    .digest();
  return constantTimeEqual(expected, Buffer.from(proof.signature, "base64"));
}

/** What a user who is not there is given: always the same for the same name, and never right. */
export function simulatedVerifier(secret: Uint8Array, poolId: string, name: string): PasswordVerifier {
  // In one go, which takes about as long as to open a real one.
  const made = Buffer.from(hkdfSync("sha512", secret, "", `verifier\0${poolId}\0${name}`, 16 + 384));
  return { salt: made.toString("hex", 0, 16), verifier: made.toString("hex", 16) };
}

/** A version-4 UUID that is always the same for the same name: the id of a user who is not there. */
export function simulatedSub(secret: Uint8Array, poolId: string, name: string): string {
  const bytes = createHmac("sha256", secret).update(`sub\0${poolId}\0${name}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function privateKey(identity: SrpIdentity, password: string, salt: string): bigint {
  const inner = sha256(Buffer.from(`${identity.pool}${identity.user}:${password}`, "utf8"));
  return parseHex(sha256(padded(parseHex(salt)), inner).toString("hex"));
}

/** HKDF-SHA256 with the salt u, one block, cut to 16 bytes. */
function deriveProofKey(u: bigint, shared: bigint): Buffer {
  const extracted = hmac(padded(u)).update(padded(shared)).digest();
  return hmac(extracted).update("Caldera Derived Key\u0001").digest().subarray(0, 16);
}

/** Node takes a key object four times as fast as bytes. */
function hmac(key: Uint8Array): Hmac {
  return createHmac("sha256", createSecretKey(key));
}

/** Big-endian bytes, with a zero byte before a set top bit: how Java writes a BigInteger, and what all clients hash. */
function padded(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function isHex(text: string): boolean {
  return /^[0-9a-fA-F]+$/.test(text);
}

function parseHex(text: string): bigint {
  return BigInt(`0x${text}`);
}
