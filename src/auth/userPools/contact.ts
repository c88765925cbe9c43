/** Where a user gets a code: by which channel, to which address. */

import type { Destination } from "#auth/messages";
import type { Channel, ContactAttribute, Pool } from "#auth/pool";
import { isVerified, type User } from "#auth/user";

export const channelOf: Readonly<Record<ContactAttribute, Channel>> = { email: "EMAIL", phone_number: "SMS" };
export const attributeOf: Readonly<Record<Channel, ContactAttribute>> = { EMAIL: "email", SMS: "phone_number" };

export function destinationAt(user: User, attribute: ContactAttribute): Destination | undefined {
  const address = user.attributes[attribute];
  return address === undefined ? undefined : { channel: channelOf[attribute], address };
}

/**
 * Where the sign-up code goes: the channel the pool chose, else the phone before the mailbox. Only attributes
 * that the pool verifies count; undefined when the user has none of them.
 */
export function signUpDestination(pool: Pool, user: User): Destination | undefined {
  const { autoVerifiedAttributes, verification } = pool.settings;
  const order: readonly ContactAttribute[] = ["phone_number", "email"];
  const chosen = verification && attributeOf[verification.channel];
  const candidates = order.filter((attribute) => autoVerifiedAttributes.includes(attribute));
  const sorted = chosen && candidates.includes(chosen) ? [chosen, ...candidates] : candidates;
  return firstOf(user, sorted);
}

/** Where a reset code goes: the pool's mechanisms in their order, verified addresses only. */
export function recoveryDestination(pool: Pool, user: User): Destination | undefined {
  const mechanisms = pool.settings.recoveryMechanisms.toSorted((a, b) => a.priority - b.priority);
  const attributes = mechanisms.flatMap(({ name }): readonly ContactAttribute[] => {
    if (name === "verified_email") return ["email"];
    return name === "verified_phone_number" ? ["phone_number"] : [];
  });
  return firstOf(
    user,
    attributes.filter((attribute) => isVerified(user, attribute)),
  );
}

function firstOf(user: User, attributes: readonly ContactAttribute[]): Destination | undefined {
  for (const attribute of attributes) {
    const destination = destinationAt(user, attribute);
    if (destination) return destination;
  }
  return undefined;
}
