/** SetUserMFAPreference: a user chooses second factors. */

import { changeUser } from "../changeUser.ts";
import { mfaAfter } from "../mfaPreference.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { openAccessToken } from "../tokenAccess.ts";

export function setUserMFAPreference(parts: UserPoolParts): UserPoolOperation<"SetUserMFAPreference"> {
  return async (input) => {
    const { pool, user } = await openAccessToken(parts, input.AccessToken);
    await changeUser(parts, pool, user, (present) => ({ mfa: mfaAfter(pool, present, input) }));
    return {};
  };
}
