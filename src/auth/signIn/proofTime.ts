/** When a client says it made its SRP proof: a time of day, and not long ago. */

import { badTimestamp } from "#auth/faults";
import type { SignInRoom, Values } from "./attempt.ts";
import { required } from "./required.ts";

/** As much as AWS allows for signed requests. */
const skewMs = 900_000;
const form = /^[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2}) (\d\d:\d\d:\d\d) (?:UTC|GMT) (\d{4})$/;

/**
 * Looked at before the proof, so that a device with a wrong clock is told of it and costs no guess.
 * @throws Fault NotAuthorizedException
 */
export function checkTimestamp(room: Pick<SignInRoom, "clock">, values: Values): void {
  const [, date = "", time = "", year = ""] = form.exec(required(values, "TIMESTAMP")) ?? [];
  const at = Date.parse(`${date} ${year} ${time} UTC`);
  // Not a number is not within the limit, either.
  if (!(Math.abs(room.clock.now() - at) <= skewMs)) throw badTimestamp();
}
