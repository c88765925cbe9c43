/** Powers modulo the 3072-bit prime of SRP, by the constant-time code of OpenSSL. */

import { createDiffieHellman, DiffieHellman, getDiffieHellman } from "node:crypto";

export interface ModularPower {
  readonly modulus: bigint;
  /** `base` to the `exponent` modulo N. Both greater than 0. About half a millisecond for 256-bit exponents. */
  raise(base: bigint, exponent: bigint): bigint;
}

interface Exchange {
  setPrivateKey(key: Buffer): void;
  computeSecret(other: Buffer): Buffer;
}

/**
 * Opens the prime that RFC 3526 numbers 15. To make a Diffie-Hellman object from the prime itself costs more than a
 * second on current OpenSSL, which tests the prime anew; the named group costs nothing but lacks the method that sets
 * the exponent, which is therefore lent to it. Should a Node version not allow that, the slow way is taken, once.
 */
export function createModularPower(): ModularPower {
  const prime = getDiffieHellman("modp15").getPrime();
  const modulus = toBigInt(prime);
  const named = fromNamedGroup();
  const exchange = named && isRight(named, modulus) ? named : createDiffieHellman(prime, 2);

  return {
    modulus,
    raise(base, exponent) {
      const reduced = base % modulus;
      // Where there is nothing to hide: OpenSSL refuses these bases.
      if (reduced <= 1n) return reduced;
      if (reduced === modulus - 1n) return exponent % 2n === 0n ? 1n : reduced;
      exchange.setPrivateKey(toBytes(exponent));
      return toBigInt(exchange.computeSecret(toBytes(reduced)));
    },
  };
}

function fromNamedGroup(): Exchange | undefined {
  const group = getDiffieHellman("modp15");
  const setPrivateKey: unknown = Reflect.get(DiffieHellman.prototype, "setPrivateKey");
  if (typeof setPrivateKey !== "function") return undefined;
  return {
    setPrivateKey: (key) => void Reflect.apply(setPrivateKey, group, [key]),
    computeSecret: (other) => group.computeSecret(other),
  };
}

/** Compares one power with the same worked out in plain numbers. */
function isRight(exchange: Exchange, modulus: bigint): boolean {
  try {
    const base = modulus / 3n;
    exchange.setPrivateKey(Buffer.from([5]));
    return toBigInt(exchange.computeSecret(toBytes(base))) === base ** 5n % modulus;
  } catch {
    return false;
  }
}

function toBytes(value: bigint): Buffer {
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}
