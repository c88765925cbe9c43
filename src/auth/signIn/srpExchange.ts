/** The two halves of an SRP exchange, for passwords and for devices. */

import { wrongPassword, invalidParameter } from "#auth/faults";
import { proofHolds, type SrpIdentity } from "#auth/srp";
import type { PasswordVerifier } from "#auth/user";
import type { AwaitedProof, SignInRoom, Values } from "./attempt.ts";
import { required } from "./required.ts";
import { verifierDigest } from "./storedPassword.ts";

/** Answers the client's A: what to send, and what to keep for its proof. */
export function answerClient(
  room: SignInRoom,
  clientPublic: string,
  stored: PasswordVerifier,
): { readonly parameters: Values; readonly awaited: AwaitedProof } {
  const challenge = room.srp.challenge(clientPublic, stored);
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
