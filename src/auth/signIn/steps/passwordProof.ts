/** Step: the password is proven by SRP. */

import type { Step } from "#auth/signIn/attempt";
import { askPasswordProof } from "#auth/signIn/challenges/passwordVerifier";

export const passwordProof: Step = async (room, attempt) =>
  attempt.progress.proven.includes("password") ? attempt : askPasswordProof(room, attempt);
