/** Codes of users: made, sent, and checked with Cognito's answers. */

import { codeLifetime, type CodeOutcome, type CodeTarget } from "#auth/code";
import { attemptLimit, expiredCode, wrongCode } from "#auth/faults";
import { type CodeDelivery, deliveryOf, type Destination } from "#auth/messages";
import type { Occasion } from "#auth/messageTexts";
import type { Pool } from "#auth/pool";
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

export function signUpTarget(user: User): CodeTarget {
  return { poolId: user.poolId, purpose: "signUp", subject: user.sub, detail: "" };
}

export function resetTarget(user: User): CodeTarget {
  return { poolId: user.poolId, purpose: "reset", subject: user.sub, detail: "" };
}

export function attributeTarget(user: User, attribute: "email" | "phone_number"): CodeTarget {
  return { poolId: user.poolId, purpose: "attribute", subject: user.sub, detail: attribute };
}

/** Makes a code and sends it. */
export async function sendCode(parts: UserPoolParts, request: CodeRequest): Promise<CodeDelivery> {
  const { pool, user, clientId, purpose, occasion, destination, clientMetadata } = request;
  const attribute = attributeOf[destination.channel];
  const target = { signUp: signUpTarget, reset: resetTarget, attribute: () => attributeTarget(user, attribute) }[
    purpose
  ](user);
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

function faultOf(outcome: Exclude<CodeOutcome, "right">): Error {
  if (outcome === "wrong") return wrongCode();
  return outcome === "exhausted" ? attemptLimit() : expiredCode();
}
