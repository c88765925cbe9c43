/** Mfa of the configuration. */

import type { MfaSettings } from "#auth/pool";
import type { UpdateBackendAuthMFAConfigTypeDef } from "#generated/types/amplifyBackend";
import { Refusal } from "./refusal.ts";

/** @throws Refusal when a second factor is wanted and none is named */
export function mfaFrom(
  present: MfaSettings | undefined,
  config: UpdateBackendAuthMFAConfigTypeDef | undefined,
): MfaSettings {
  const mode = config?.MFAMode ?? present?.mode ?? "OFF";
  const types = config?.Settings?.MfaTypes;
  const smsMessage = config?.Settings?.SmsMessage ?? present?.smsMessage;
  if (smsMessage !== undefined && !smsMessage.includes("{####}")) {
    throw new Refusal("Mfa.Settings.SmsMessage must contain {####}, which the code is put in place of.");
  }
  const chosen = present !== undefined && (present.sms || present.softwareToken);
  // Where the mode asks for a second factor and no type is named, both may be used.
  const both = mode !== "OFF" && !chosen;
  const sms = types ? types.includes("SMS") : chosen ? present.sms : both;
  const softwareToken = types ? types.includes("TOTP") : chosen ? present.softwareToken : both;
  if (mode !== "OFF" && !sms && !softwareToken) {
    throw new Refusal(`Mfa.Settings.MfaTypes must name SMS or TOTP when MFAMode is ${mode}.`);
  }
  return { mode, sms, softwareToken, ...(smsMessage !== undefined && { smsMessage }) };
}
