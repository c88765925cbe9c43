/** The second factors of a pool as GetUserPoolMfaConfig answers them. */

import type { Pool } from "#auth/pool";
import type { GetUserPoolMfaConfigResponse } from "#generated/types/cognitoIdp";

export function mfaConfigView({ settings }: Pool): GetUserPoolMfaConfigResponse {
  const { mode, sms, softwareToken, smsMessage } = settings.mfa;
  return {
    ...(sms && {
      SmsMfaConfiguration: {
        ...(smsMessage !== undefined && { SmsAuthenticationMessage: smsMessage }),
        ...(settings.kept["SmsConfiguration"] !== undefined && {
          SmsConfiguration: settings.kept["SmsConfiguration"] as { SnsCallerArn: string },
        }),
      },
    }),
    SoftwareTokenMfaConfiguration: { Enabled: softwareToken },
    MfaConfiguration: mode,
  };
}
