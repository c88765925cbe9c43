/** Which second factors a user can be asked for, by what the pool allows and the user has. */

import type { Pool } from "#auth/pool";
import { isVerified, type MfaType, type User } from "#auth/user";

/** Where everybody must have a second factor, a phone number is one without being switched on. */
export function usableFactors({ settings: { mfa } }: Pool, user: User): readonly MfaType[] {
  const phone = user.attributes["phone_number"] !== undefined;
  const smsOn = user.mfa.sms && isVerified(user, "phone_number");
  const factors: MfaType[] = [];
  if (mfa.sms && (smsOn || (mfa.mode === "ON" && phone))) factors.push("SMS_MFA");
  if (mfa.softwareToken && user.mfa.softwareToken && user.totpReady) factors.push("SOFTWARE_TOKEN_MFA");
  return factors;
}

/** The factors among which the user chose none as the favourite come back whole. */
export function preferredFactor(factors: readonly MfaType[], user: User): MfaType | undefined {
  return factors.length === 1 ? factors[0] : factors.find((factor) => factor === user.mfa.preferred);
}
