/** VerifyUserAttribute: an address is the user's, as the code shows; from then on it may sign in. */

import { namesAfter } from "#auth/signInNames";
import { changeUser } from "#auth/userPools/changeUser";
import { attributeTarget, useCode } from "#auth/userPools/codes";
import { takeTurn } from "#auth/userPools/limits";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";
import { contactAttribute } from "./getUserAttributeVerificationCode.ts";

export function verifyUserAttribute(parts: UserPoolParts): UserPoolOperation<"VerifyUserAttribute"> {
  return async (input) => {
    const { pool, user } = await openAccessToken(parts, input.AccessToken);
    const attribute = contactAttribute(input.AttributeName);
    await takeTurn(parts, "VerifyUserAttribute", pool.id, user.sub);
    await useCode(parts, attributeTarget(user, attribute), input.Code);
    await changeUser(parts, pool, user, async (present) => {
      const { [attribute]: waiting, ...pending } = present.pending;
      const address = waiting ?? present.attributes[attribute] ?? "";
      const attributes = { ...present.attributes, [attribute]: address, [`${attribute}_verified`]: "true" };
      const held = await parts.stores.users.names(pool.id, user.sub);
      return { attributes, pending, names: namesAfter(pool, { ...present, attributes }, held) };
    });
    return {};
  };
}
