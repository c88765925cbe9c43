/** Codes of users: made, sent, and checked with Cognito's answers. */

import { codeLifetime, type CodeOutcome, type CodeTarget } from "#auth/code";
import { attemptLimit, expiredCode, wrongCode } from "#auth/faults";
import { type CodeDelivery, deliveryOf, type Destination } from "#auth/messages";
import type { Occasion } from "#auth/messageTexts";
import type { Pool } from "#auth/pool";
import { signInKey } from "#auth/signInKey";
import type { User } from "#auth/user";
import { attributeOf } from "./contact.ts";
import type { UserPoolParts } from "./parts.ts";

export interface CodeRequest {
  readonly pool: Pool;
  readonly user: User;
  readonly clientId: string;
  readonly purpose: "signUp" | "reset" | "attribute";
  readonly occasion: Occasion;
  readonly destination: Destination;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  /** Answer before the message is under way: where the time it takes would tell who exists. */
  readonly unseen?: boolean;
}

/** Codes that prove an address are bound to it: changing the address in the meantime makes them prove nothing. */
export function signUpTarget(user: User, destination: Destination): CodeTarget {
  return { poolId: user.poolId, purpose: "signUp", subject: user.sub, detail: destination.address };
}

export function resetTarget(user: User): CodeTarget {
  return { poolId: user.poolId, purpose: "reset", subject: user.sub, detail: "" };
}

export function attributeTarget(user: User, { channel, address }: Destination): CodeTarget {
  return { poolId: user.poolId, purpose: "attribute", subject: user.sub, detail: `${attributeOf[channel]} ${address}` };
}

/** A code of nobody: asked for and used up like any other, but sent to no one and never right. */
export function simulatedTarget(purpose: "signUp" | "reset", pool: Pool, typed: string): CodeTarget {
  const subject = `name:${signInKey(pool.settings.caseSensitive, typed)}`;
  return { poolId: pool.id, purpose, subject, detail: "" };
}

const targets = { signUp: signUpTarget, reset: resetTarget, attribute: attributeTarget };

/** Makes a code and sends it. */
export async function sendCode(parts: UserPoolParts, request: CodeRequest): Promise<CodeDelivery> {
  const { pool, user, clientId, purpose, occasion, destination, clientMetadata } = request;
  const target = targets[purpose](user, destination);
  const code = await parts.stores.codes.issue(target, parts.clock.now() + codeLifetime[purpose]);
  const message = { occasion, pool, user, clientId, destination, code, clientMetadata };
  if (request.unseen === true) parts.messages.sendUnseen(message);
  else await parts.messages.send(message);
  return deliveryOf(destination);
}

/** Uses a code up. @throws Fault CodeMismatchException, ExpiredCodeException or LimitExceededException */
export async function useCode(parts: UserPoolParts, target: CodeTarget, code: string): Promise<void> {
  const outcome = await parts.stores.codes.use(target, code, parts.clock.now());
  if (outcome !== "right") throw faultOf(outcome);
}

/** What a wrong code is answered with where there is nobody who could have the right one. */
export async function refuseCode(parts: UserPoolParts, target: CodeTarget, code: string): Promise<never> {
  const outcome = await parts.stores.codes.use(target, code, parts.clock.now());
  throw faultOf(outcome === "right" ? "wrong" : outcome);
}

function faultOf(outcome: Exclude<CodeOutcome, "right">): Error {
  if (outcome === "wrong") return wrongCode();
  return outcome === "exhausted" ? attemptLimit() : expiredCode();
}
