/** SetUserSettings: the older way of switching SMS codes on and off. */

import { changeUser } from "#auth/userPools/changeUser";
import { mfaAfter } from "#auth/userPools/mfaPreference";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";
import { openAccessToken } from "#auth/userPools/tokenAccess";

export function setUserSettings(parts: UserPoolParts): UserPoolOperation<"SetUserSettings"> {
  return async (input) => {
    const { pool, user } = await openAccessToken(parts, input.AccessToken);
    const Enabled = input.MFAOptions.some((option) => option.DeliveryMedium === "SMS");
    await changeUser(parts, pool, user, (present) => ({
      mfa: mfaAfter(pool, present, { SMSMfaSettings: { Enabled } }),
    }));
    return {};
  };
}
