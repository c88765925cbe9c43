/** What a new user is called and has, from the name and attributes given. */

import { type Attributes, checkRequired } from "#auth/attributes";
import { invalidParameter } from "#auth/faults";
import type { ContactAttribute, Pool } from "#auth/pool";
import { signInKey } from "#auth/signInKey";
import type { User, UserStatus } from "#auth/user";
import type { UserPoolParts } from "./parts.ts";

export interface NewUserPlan {
  readonly user: User;
  /** The attribute that was signed up by, where an address is the username. */
  readonly typed: ContactAttribute | undefined;
}

/**
 * The user to be, attributes checked for completeness.
 * @param given attributes, already checked one by one
 * @throws Fault InvalidParameterException for a name of the wrong kind or a missing attribute
 */
export function planUser(
  parts: Pick<UserPoolParts, "random" | "clock">,
  pool: Pool,
  name: string,
  given: Attributes,
  status: UserStatus,
): NewUserPlan {
  const sub = parts.random.uuid();
  const typed = pool.settings.usernameAttributes.length > 0 ? addressKind(pool, name) : undefined;
  if (!typed) checkPlainName(pool, name);
  const attributes = typed ? withAddress(given, typed, name) : { ...given };
  for (const kind of ["email", "phone_number"] as const) {
    if (attributes[kind] !== undefined) attributes[`${kind}_verified`] ??= "false";
  }
  checkRequired(pool, attributes);
  const now = parts.clock.now();
  const user: User = {
    poolId: pool.id,
    sub,
    // In its normal form: sign-in answers name users who are not there by it, too, so the spelling tells nobody apart.
    username: typed ? sub : signInKey(pool.settings.caseSensitive, name),
    status,
    enabled: true,
    attributes,
    pending: {},
    mfa: { sms: false, softwareToken: false },
    totpReady: false,
    identities: [],
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  return { user, typed };
}

const email = /^[^\s@]+@[^\s@]+$/u;
const phone = /^\+\d{5,15}$/;

function addressKind(pool: Pool, name: string): ContactAttribute {
  const { usernameAttributes } = pool.settings;
  const kind = email.test(name) ? "email" : phone.test(name) ? "phone_number" : undefined;
  if (kind && usernameAttributes.includes(kind)) return kind;
  if (usernameAttributes.length > 1) throw invalidParameter("Username should be either an email or a phone number.");
  throw invalidParameter(`Username should be ${usernameAttributes[0] === "email" ? "an email" : "a phone number"}.`);
}

/** Where verified addresses sign in, too, a username must not look like one. */
function checkPlainName(pool: Pool, name: string): void {
  const { aliasAttributes } = pool.settings;
  if (aliasAttributes.includes("email") && email.test(name)) {
    throw invalidParameter("Username cannot be of email format, since user pool is configured for email alias.");
  }
  if (aliasAttributes.includes("phone_number") && phone.test(name)) {
    throw invalidParameter(
      "Username cannot be of phone number format, since user pool is configured for phone number alias.",
    );
  }
}

function withAddress(given: Attributes, kind: ContactAttribute, name: string): Record<string, string> {
  const stated = given[kind];
  if (stated !== undefined && stated !== name) {
    throw invalidParameter(
      `The attribute ${kind} must be the ${kind === "email" ? "email" : "phone number"} given as username.`,
    );
  }
  return { ...given, [kind]: name };
}
