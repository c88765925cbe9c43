/** The verifier a sign-in is measured by: the user's own, or one that nothing matches. */

import { createHash } from "node:crypto";
import { hidesUserExistence } from "#auth/client";
import { passwordResetRequired } from "#auth/faults";
import { signInKey } from "#auth/signInKey";
import { simulatedVerifier } from "#auth/srp";
import type { PasswordVerifier } from "#auth/user";
import type { Attempt, SignInRoom } from "./attempt.ts";

/**
 * For a user who is not there, or has no password, the simulated verifier: the same work is done with it.
 * @throws Fault PasswordResetRequiredException for an imported user, where the client tells who exists
 */
export async function passwordVerifierOf(room: SignInRoom, attempt: Attempt): Promise<PasswordVerifier> {
  const { party, user, progress } = attempt;
  const stored = await room.stores.credentials.password(party.pool.id, user?.sub ?? "");
  const name = user?.sub ?? signInKey(party.pool.settings.caseSensitive, progress.typed);
  // Made for everybody: the time it takes would tell who has no other.
  const simulated = simulatedVerifier(room.simulationKey, party.pool.id, name);
  if (stored) return stored;
  if (user?.status === "RESET_REQUIRED" && !hidesUserExistence(party.client)) throw passwordResetRequired();
  return simulated;
}

/** Tells one verifier from another without telling anything about either. */
export function verifierDigest(stored: PasswordVerifier): string {
  return createHash("sha256").update(`${stored.salt}.${stored.verifier}`).digest("base64");
}
