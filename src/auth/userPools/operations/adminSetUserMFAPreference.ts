/** AdminSetUserMFAPreference: chooses a user's second factors. */

import { openUser } from "#auth/userPools/adminAccess";
import { changeUser } from "#auth/userPools/changeUser";
import { mfaAfter } from "#auth/userPools/mfaPreference";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function adminSetUserMFAPreference(parts: UserPoolParts): UserPoolOperation<"AdminSetUserMFAPreference"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    await changeUser(parts, pool, user, (present) => ({ mfa: mfaAfter(pool, present, input) }));
    return {};
  };
}
