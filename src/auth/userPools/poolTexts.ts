/** Message texts of a pool, from the operations that state it and back. */

import { invalidParameter } from "#auth/faults";
import type { MessageTexts, PoolSettings } from "#auth/pool";
import type { CreateUserPoolRequest, UserPoolType } from "#generated/types/cognitoIdp";

type TextInput = Pick<
  CreateUserPoolRequest,
  | "AutoVerifiedAttributes"
  | "VerificationMessageTemplate"
  | "EmailVerificationMessage"
  | "EmailVerificationSubject"
  | "SmsVerificationMessage"
  | "AdminCreateUserConfig"
>;

/** The newer template wins over the older members, as on AWS. */
export function verificationFrom(input: TextInput): MessageTexts | undefined {
  const template = input.VerificationMessageTemplate;
  if (template?.DefaultEmailOption === "CONFIRM_WITH_LINK") {
    throw invalidParameter("Confirmation by link is not supported by this server; use CONFIRM_WITH_CODE.");
  }
  const emailMessage = template?.EmailMessage ?? input.EmailVerificationMessage;
  const emailSubject = template?.EmailSubject ?? input.EmailVerificationSubject;
  const smsMessage = template?.SmsMessage ?? input.SmsVerificationMessage;
  if (emailMessage === undefined && emailSubject === undefined && smsMessage === undefined) return undefined;
  const channel = input.AutoVerifiedAttributes?.includes("phone_number") ? "SMS" : "EMAIL";
  return { channel, emailMessage, emailSubject, smsMessage };
}

export function invitationFrom(input: TextInput): PoolSettings["invitation"] {
  const template = input.AdminCreateUserConfig?.InviteMessageTemplate;
  if (!template) return undefined;
  return { emailMessage: template.EmailMessage, emailSubject: template.EmailSubject, smsMessage: template.SMSMessage };
}

/** The members of DescribeUserPool that hold texts. */
export function textsView({ verification, invitation, mfa }: PoolSettings): Partial<UserPoolType> {
  const { emailMessage, emailSubject, smsMessage } = verification ?? {};
  return {
    ...(smsMessage !== undefined && { SmsVerificationMessage: smsMessage }),
    ...(emailMessage !== undefined && { EmailVerificationMessage: emailMessage }),
    ...(emailSubject !== undefined && { EmailVerificationSubject: emailSubject }),
    VerificationMessageTemplate: {
      SmsMessage: smsMessage,
      EmailMessage: emailMessage,
      EmailSubject: emailSubject,
      DefaultEmailOption: "CONFIRM_WITH_CODE",
    },
    ...(mfa.smsMessage !== undefined && { SmsAuthenticationMessage: mfa.smsMessage }),
    ...(invitation && {
      AdminCreateUserConfig: {
        InviteMessageTemplate: {
          SMSMessage: invitation.smsMessage,
          EmailMessage: invitation.emailMessage,
          EmailSubject: invitation.emailSubject,
        },
      },
    }),
  };
}
