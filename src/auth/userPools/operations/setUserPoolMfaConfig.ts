/** SetUserPoolMfaConfig: whether second factors are asked for, and which there are. */

import { invalidParameter } from "#auth/faults";
import type { MfaSettings, Pool } from "#auth/pool";
import type { SetUserPoolMfaConfigRequest } from "#generated/types/cognitoIdp";
import { changePool } from "#auth/userPools/changePool";
import { mfaConfigView } from "#auth/userPools/mfaConfigView";
import type { UserPoolOperation, UserPoolParts } from "#auth/userPools/parts";

export function setUserPoolMfaConfig(parts: UserPoolParts): UserPoolOperation<"SetUserPoolMfaConfig"> {
  return async (input) => {
    const pool = await changePool(parts, input.UserPoolId, (present) => ({
      settings: { ...present.settings, mfa: mfaFrom(present, input) },
    }));
    return mfaConfigView(pool);
  };
}

function mfaFrom(pool: Pool, input: SetUserPoolMfaConfigRequest): MfaSettings {
  const mode = input.MfaConfiguration ?? "OFF";
  const { SmsMfaConfiguration, SoftwareTokenMfaConfiguration, EmailMfaConfiguration } = input;
  if (EmailMfaConfiguration)
    throw invalidParameter("EMAIL_OTP is not supported by this server; use SMS or a software token.");
  const sms = SmsMfaConfiguration !== undefined;
  const softwareToken = SoftwareTokenMfaConfiguration?.Enabled === true;
  if (mode !== "OFF" && !sms && !softwareToken) {
    throw invalidParameter(`MfaConfiguration ${mode} needs SmsMfaConfiguration or SoftwareTokenMfaConfiguration.`);
  }
  const smsMessage = SmsMfaConfiguration?.SmsAuthenticationMessage ?? pool.settings.mfa.smsMessage;
  return { mode, sms, softwareToken, ...(smsMessage !== undefined && { smsMessage }) };
}
