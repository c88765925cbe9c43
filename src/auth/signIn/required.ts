/** Reads what a flow or challenge cannot do without. */

import { deadSession, invalidParameter } from "#auth/faults";
import type { User } from "#auth/user";
import type { Attempt, Values } from "./attempt.ts";

/** @throws Fault InvalidParameterException that names what is missing */
export function required(values: Values, name: string): string {
  const value = values[name];
  if (value === undefined || value === "") throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/** The user, in a step that a simulated sign-in never reaches. */
export function presentUser(attempt: Attempt): User {
  if (!attempt.user) throw deadSession();
  return attempt.user;
}
