/** The client's half of SRP, as cheap as the protocol allows: one native power a sign-in, everything else worked out before. */

import { createHash, createHmac, randomBytes } from "node:crypto";
import { createModularPower } from "#auth/modularPower";
import { srpPoolName } from "#auth/pool";
import { srpTimestamp } from "../../tests/support/srpTimestamp.ts";
import { multiplier, padded, toBigInt } from "./srpNumbers.ts";

/** What PASSWORD_VERIFIER is answered with. */
export interface Challenge {
  readonly SALT: string;
  readonly SRP_B: string;
  readonly SECRET_BLOCK: string;
}

export interface SrpClient {
  /** SRP_A. */
  readonly publicValue: string;
  readonly timestamp: string;
  /** PASSWORD_CLAIM_SIGNATURE for a user who was `known` with this salt. */
  proof(username: string, challenge: Challenge): string;
  /** Works out what depends on the user alone. */
  learn(username: string, password: string, salt: string): void;
}

/** @param poolId of the user pool, which SRP mixes into everything */
export function createSrpClient(poolId: string): SrpClient {
  const power = createModularPower();
  const pool = srpPoolName(poolId);
  const timestamp = srpTimestamp();
  const secret = toBigInt(randomBytes(32));
  const ours = power.raise(2n, secret);
  const known = new Map<string, { readonly x: bigint; readonly masked: bigint }>();

  function proofKey(username: string, serverPublic: string): Buffer {
    const own = known.get(username);
    if (!own) throw new Error(`Nothing is known of ${username}.`);
    const theirs = BigInt(`0x${serverPublic}`);
    const u = toBigInt(sha256(padded(ours), padded(theirs)));
    const shared = power.raise((theirs - own.masked + power.modulus) % power.modulus, secret + u * own.x);
    const extracted = createHmac("sha256", padded(u)).update(padded(shared)).digest();
    return createHmac("sha256", extracted).update("Caldera Derived Key\u0001").digest().subarray(0, 16);
  }

  return {
    publicValue: ours.toString(16),
    timestamp,
    learn(username, password, salt) {
      const inner = sha256(Buffer.from(`${pool}${username}:${password}`));
      const x = toBigInt(sha256(padded(BigInt(`0x${salt}`)), inner));
      known.set(username, { x, masked: (multiplier * power.raise(2n, x)) % power.modulus });
    },
    proof: (username, { SRP_B, SECRET_BLOCK }) =>
      createHmac("sha256", proofKey(username, SRP_B))
        .update(pool + username)
        .update(Buffer.from(SECRET_BLOCK, "base64"))
        .update(timestamp)
        .digest("base64"),
  };
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const made = createHash("sha256");
  for (const part of parts) made.update(part);
  return made.digest();
}
