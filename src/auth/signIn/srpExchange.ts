/** The two halves of an SRP exchange, for passwords and for devices. */

import { wrongPassword, invalidParameter } from "#auth/faults";
import { proofHolds, type SrpIdentity } from "#auth/srp";
import type { PasswordVerifier } from "#auth/user";
import type { AwaitedProof, Party, SignInRoom, Values } from "./attempt.ts";
import { required } from "./required.ts";
import { verifierDigest } from "./storedPassword.ts";

/** Answers the client's A: what to send, and what to keep for its proof. */
export async function answerClient(
  room: SignInRoom,
  { pool }: Party,
  clientPublic: string,
  stored: PasswordVerifier,
): Promise<{ readonly parameters: Values; readonly awaited: AwaitedProof }> {
  const challenge = await room.srpQueue.challenge(pool.id, clientPublic, stored);
  if (!challenge) throw invalidParameter("SRP_A is not a valid SRP public value.");
  return {
    parameters: { SALT: stored.salt, SRP_B: challenge.publicValue },
    awaited: { key: challenge.proofKey.toString("base64"), verifier: verifierDigest(stored) },
  };
}

/** Whether the answer proves the password of `stored`, which must be the one the exchange began with. */
export function clientProves(
  awaited: AwaitedProof | undefined,
  identity: SrpIdentity,
  stored: PasswordVerifier,
  values: Values,
): boolean {
  if (!awaited) throw wrongPassword();
  const proof = {
    secretBlock: required(values, "PASSWORD_CLAIM_SECRET_BLOCK"),
    signature: required(values, "PASSWORD_CLAIM_SIGNATURE"),
    timestamp: required(values, "TIMESTAMP"),
  };
  const holds = proofHolds(Buffer.from(awaited.key, "base64"), identity, proof);
  return holds && awaited.verifier === verifierDigest(stored);
}
