/** SetUserSettings: the older way of switching SMS codes on and off. */

import { changeUser } from "../changeUser.ts";
import { mfaAfter } from "../mfaPreference.ts";
import type { UserPoolOperation, UserPoolParts } from "../parts.ts";
import { openAccessToken } from "../tokenAccess.ts";

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
