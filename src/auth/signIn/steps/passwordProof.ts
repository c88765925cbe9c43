/** Step: the password is proven by SRP. */

import type { Step } from "../attempt.ts";
import { askPasswordProof } from "../challenges/passwordVerifier.ts";

export const passwordProof: Step = async (room, attempt) =>
  attempt.progress.proven.includes("password") ? attempt : askPasswordProof(room, attempt);
