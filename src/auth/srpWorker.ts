/** A thread that does SRP's arithmetic, so that the event loop is free for other requests. `srpQueue.ts` starts it. */

import { parentPort } from "node:worker_threads";
import { createSrp, type SrpChallenge, type SrpIdentity } from "./srp.ts";
import type { PasswordVerifier } from "./user.ts";

export type SrpTask =
  | { readonly kind: "challenge"; readonly clientPublic: string; readonly stored: PasswordVerifier }
  | {
      readonly kind: "matches";
      readonly identity: SrpIdentity;
      readonly password: string;
      readonly stored: PasswordVerifier;
    }
  | { readonly kind: "makeVerifier"; readonly identity: SrpIdentity; readonly password: string };

/** `proofKey` arrives as plain bytes, not as a Buffer. */
export type SrpResult = SrpChallenge | PasswordVerifier | boolean | undefined;

const srp = createSrp();
let preparing = false;

function perform(task: SrpTask): SrpResult {
  if (task.kind === "challenge") return srp.challenge(task.clientPublic, task.stored);
  if (task.kind === "makeVerifier") return srp.makeVerifier(task.identity, task.password);
  return srp.matches(task.identity, task.password, task.stored);
}

/** Between tasks, one secret at a time, so that a task that comes meanwhile waits half a millisecond at most. */
function prepareNext(): void {
  preparing = srp.prepare();
  if (preparing) setImmediate(prepareNext);
}

parentPort?.on("message", (task: SrpTask) => {
  parentPort?.postMessage(perform(task), []);
  // Who signs in by password alone never needs them.
  if (task.kind !== "challenge" || preparing) return;
  preparing = true;
  setImmediate(prepareNext);
});
