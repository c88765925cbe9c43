/** SetUserMFAPreference: a user chooses second factors. */

import { changeUser } from "#auth/userPools/changeUser";
import { mfaAfter } from "#auth/userPools/mfaPreference";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function setUserMFAPreference(parts: UserPoolParts): UserPoolOperation<"SetUserMFAPreference"> {
  return async (input) => {
    const { pool, user } = await openAccessToken(parts, input.AccessToken);
    await changeUser(parts, pool, user, (present) => ({ mfa: mfaAfter(pool, present, input) }));
    return {};
  };
}
