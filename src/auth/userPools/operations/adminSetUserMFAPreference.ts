/** AdminSetUserMFAPreference: chooses a user's second factors. */

import { openUser } from "../adminAccess.ts";
import { changeUser } from "../changeUser.ts";
import { mfaAfter } from "../mfaPreference.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";

export function adminSetUserMFAPreference(parts: UserPoolParts): UserPoolOperation<"AdminSetUserMFAPreference"> {
  return async (input) => {
    const { pool, user } = await openUser(parts, input);
    await changeUser(parts, pool, user, (present) => ({ mfa: mfaAfter(pool, present, input) }));
    return {};
  };
}
