/** GetUserAttributeVerificationCode: sends a code for an address that is not verified yet. */

import { invalidParameter } from "#auth/faults";
import type { ContactAttribute } from "#auth/pool";
import type { User } from "#auth/user";
import { sendCode } from "#auth/userPools/codes";
import { channelOf } from "#auth/userPools/contact";
import { takeTurn } from "#auth/userPools/limits";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function getUserAttributeVerificationCode(
  parts: UserPoolParts,
): UserPoolOperation<"GetUserAttributeVerificationCode"> {
  return async (input) => {
    const { pool, client, user } = await openAccessToken(parts, input.AccessToken);
    const attribute = contactAttribute(input.AttributeName);
    const address = addressToVerify(user, attribute);
    if (address === undefined) throw invalidParameter(`User does not have a value for attribute ${attribute}`);
    await takeTurn(parts, "GetUserAttributeVerificationCode", pool.id, user.sub);
    const CodeDeliveryDetails = await sendCode(parts, {
      pool,
      user,
      clientId: client.id,
      purpose: "attribute",
      occasion: "VerifyUserAttribute",
      destination: { channel: channelOf[attribute], address },
      clientMetadata: input.ClientMetadata,
    });
    return { CodeDeliveryDetails };
  };
}

/** @throws Fault InvalidParameterException for an attribute that cannot be verified */
export function contactAttribute(name: string): ContactAttribute {
  if (name === "email" || name === "phone_number") return name;
  throw invalidParameter(`Invalid attribute name ${name}: only email and phone_number can be verified.`);
}

/** A new address that waits comes before the one in use. */
export function addressToVerify(user: User, attribute: ContactAttribute): string | undefined {
  return user.pending[attribute] ?? user.attributes[attribute];
}
