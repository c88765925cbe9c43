/** Switches a user's second factors on and off. */

import { invalidParameter } from "#auth/faults";
import type { Pool } from "#auth/pool";
import type { User, UserMfa } from "#auth/user";
import type { SMSMfaSettingsType, SoftwareTokenMfaSettingsType } from "#generated/types/cognitoIdp";

export interface MfaWish {
  readonly SMSMfaSettings?: SMSMfaSettingsType | undefined;
  readonly SoftwareTokenMfaSettings?: SoftwareTokenMfaSettingsType | undefined;
}

/** The factors after the wish; what it leaves out stays. @throws Fault InvalidParameterException */
export function mfaAfter(pool: Pool, user: User, wish: MfaWish): UserMfa {
  const { SMSMfaSettings: smsWish, SoftwareTokenMfaSettings: tokenWish } = wish;
  if (smsWish?.PreferredMfa && tokenWish?.PreferredMfa)
    throw invalidParameter("Cannot set more than one preferred MFA method.");
  const sms = smsWish?.Enabled ?? user.mfa.sms;
  const softwareToken = tokenWish?.Enabled ?? user.mfa.softwareToken;
  if (smsWish?.Enabled) checkSms(pool, user);
  if (tokenWish?.Enabled) checkSoftwareToken(pool, user);
  if (smsWish?.PreferredMfa && !sms) throw invalidParameter("SMS MFA is not enabled for the user.");
  if (tokenWish?.PreferredMfa && !softwareToken)
    throw invalidParameter("Software token MFA is not enabled for the user.");
  const preferred = preferredAfter(user.mfa.preferred, smsWish?.PreferredMfa, tokenWish?.PreferredMfa);
  const stillOn = preferred === "SMS_MFA" ? sms : softwareToken;
  return { sms, softwareToken, ...(preferred && stillOn && { preferred }) };
}

function preferredAfter(
  present: UserMfa["preferred"],
  sms: boolean | undefined,
  softwareToken: boolean | undefined,
): UserMfa["preferred"] {
  if (sms) return "SMS_MFA";
  if (softwareToken) return "SOFTWARE_TOKEN_MFA";
  if (sms === false && present === "SMS_MFA") return undefined;
  if (softwareToken === false && present === "SOFTWARE_TOKEN_MFA") return undefined;
  return present;
}

function checkSms(pool: Pool, user: User): void {
  if (pool.settings.mfa.mode === "OFF" || !pool.settings.mfa.sms)
    throw invalidParameter("SMS MFA is not enabled for the user pool.");
  if (user.attributes["phone_number"] === undefined) {
    throw invalidParameter("User does not have delivery config set to turn on SMS_MFA");
  }
}

function checkSoftwareToken(pool: Pool, user: User): void {
  const { mode, softwareToken } = pool.settings.mfa;
  if (mode === "OFF" || !softwareToken) throw invalidParameter("Software token MFA is not enabled for the user pool.");
  if (!user.totpReady) throw invalidParameter("User has not verified software token mfa");
}
