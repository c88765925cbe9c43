/** VerifyUserAttribute: an address is the user's, as the code shows; from then on it may sign in. */

import { expiredCode } from "#auth/faults";
import { namesAfter } from "#auth/signInNames";
import { changeUser } from "#auth/userPools/changeUser";
import { attributeTarget, useCode } from "#auth/userPools/codes";
import { channelOf } from "#auth/userPools/contact";
import { takeTurn } from "#auth/userPools/limits";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";
import { addressToVerify, contactAttribute } from "./getUserAttributeVerificationCode.ts";

export function verifyUserAttribute(parts: UserPoolParts): UserPoolOperation<"VerifyUserAttribute"> {
  return async (input) => {
    const { pool, user } = await openAccessToken(parts, input.AccessToken);
    const attribute = contactAttribute(input.AttributeName);
    await takeTurn(parts, "VerifyUserAttribute", pool.id, user.sub);
    const address = addressToVerify(user, attribute);
    if (address === undefined) throw expiredCode();
    await useCode(parts, attributeTarget(user, { channel: channelOf[attribute], address }), input.Code);
    await changeUser(parts, pool, user, async (present) => {
      // Another request may have put a different address in its place, which nobody has proven.
      if (addressToVerify(present, attribute) !== address) throw expiredCode();
      const { [attribute]: _waiting, ...pending } = present.pending;
      const attributes = { ...present.attributes, [attribute]: address, [`${attribute}_verified`]: "true" };
      const held = await parts.stores.users.names(pool.id, user.sub);
      return { attributes, pending, names: namesAfter(pool, { ...present, attributes }, held) };
    });
    return {};
  };
}
