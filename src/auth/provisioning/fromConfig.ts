/** From the seed's configuration to a pool's settings. */

import { defaultPoolSettings } from "#auth/poolDefaults";
import type { Channel, ContactAttribute, MessageTexts, PoolSettings, RecoveryMechanism } from "#auth/pool";
import { standardSchema } from "#auth/standardAttributes";
import type {
  CreateBackendAuthUserPoolConfigTypeDef,
  EmailSettingsTypeDef,
  SmsSettingsTypeDef,
  UpdateBackendAuthUserPoolConfigTypeDef,
} from "#generated/types/amplifyBackend";
import { mfaFrom } from "./mfaConfig.ts";
import { oauthFrom } from "./oauthConfig.ts";
import { passwordPolicyFrom } from "./passwordPolicyConfig.ts";
import { Refusal } from "./refusal.ts";

type Issuer = PoolSettings["issuerForm"];

const usernameAttributes = {
  USERNAME: [],
  EMAIL: ["email"],
  PHONE_NUMBER: ["phone_number"],
  EMAIL_AND_PHONE_NUMBER: ["email", "phone_number"],
} as const satisfies Record<string, readonly ContactAttribute[]>;

/** @throws Refusal with the member and what it must be */
export function settingsFrom(config: CreateBackendAuthUserPoolConfigTypeDef, issuerForm: Issuer): PoolSettings {
  const names = usernameAttributes[config.SignInMethod];
  const required = config.RequiredSignUpAttributes.map(attributeName);
  const mfa = mfaFrom(undefined, config.Mfa);
  // An authenticator app can be set up while signing in; a phone cannot, so it has to be there from the start.
  const needsPhone = mfa.mode === "ON" && mfa.sms && !mfa.softwareToken && config.SignInMethod !== "PHONE_NUMBER";
  const verification =
    config.VerificationMessage && textsFrom("VerificationMessage", undefined, config.VerificationMessage);
  const recovery = config.ForgotPassword && textsFrom("ForgotPassword", undefined, config.ForgotPassword);
  const fallback: Channel = config.SignInMethod === "PHONE_NUMBER" ? "SMS" : "EMAIL";
  return {
    ...defaultPoolSettings(issuerForm),
    caseSensitive: false,
    usernameAttributes: names,
    schema: standardSchema(needsPhone ? [...required, "phone_number"] : required),
    passwordPolicy: passwordPolicyFrom(undefined, config.PasswordPolicy),
    mfa,
    autoVerifiedAttributes: verifiedBy(names, verification?.channel ?? fallback),
    ...(verification && { verification }),
    ...(recovery && { recovery }),
    recoveryMechanisms: mechanismsFor(recovery?.channel ?? verification?.channel ?? fallback),
    ...(config.OAuth && { oauth: oauthFrom(undefined, config.OAuth) }),
  };
}

/** The settings with what the update gives; what it leaves out stays. @throws Refusal */
export function settingsAfter(settings: PoolSettings, change: UpdateBackendAuthUserPoolConfigTypeDef): PoolSettings {
  const { VerificationMessage, ForgotPassword } = change;
  const verification = VerificationMessage
    ? textsFrom("VerificationMessage", settings.verification, VerificationMessage)
    : settings.verification;
  const recovery = ForgotPassword
    ? textsFrom("ForgotPassword", settings.recovery ?? verification, ForgotPassword)
    : settings.recovery;
  const mfa = mfaFrom(settings.mfa, change.Mfa);
  checkMfaChange(settings, mfa);
  return {
    ...settings,
    passwordPolicy: passwordPolicyFrom(settings.passwordPolicy, change.PasswordPolicy),
    mfa,
    ...(verification && { verification }),
    ...(recovery && { recovery }),
    ...(VerificationMessage &&
      verification && {
        autoVerifiedAttributes: verifiedBy(settings.usernameAttributes, verification.channel),
      }),
    ...(ForgotPassword && recovery && { recoveryMechanisms: mechanismsFor(recovery.channel) }),
    ...(change.OAuth && { oauth: oauthFrom(settings.oauth, change.OAuth) }),
  };
}

function attributeName(element: string): string {
  return element === "ZONE_INFO" ? "zoneinfo" : element.toLowerCase();
}

/** The chosen channel's attribute before those that sign in. */
function verifiedBy(names: readonly ContactAttribute[], channel: Channel): readonly ContactAttribute[] {
  return [...new Set<ContactAttribute>([channel === "EMAIL" ? "email" : "phone_number", ...names])];
}

/** The chosen channel first; the other one serves users who have nothing else. */
function mechanismsFor(channel: Channel): readonly RecoveryMechanism[] {
  const names = ["verified_email", "verified_phone_number"] as const;
  const order = channel === "EMAIL" ? names : names.toReversed();
  return order.map((name, index) => ({ name, priority: index + 1 }));
}

interface MessageConfig {
  readonly DeliveryMethod?: Channel | undefined;
  readonly EmailSettings?: EmailSettingsTypeDef | undefined;
  readonly SmsSettings?: SmsSettingsTypeDef | undefined;
}

function textsFrom(member: string, present: MessageTexts | undefined, config: MessageConfig): MessageTexts {
  const channel = config.DeliveryMethod ?? present?.channel ?? "EMAIL";
  const texts = {
    emailSubject: config.EmailSettings?.EmailSubject ?? present?.emailSubject,
    emailMessage: config.EmailSettings?.EmailMessage ?? present?.emailMessage,
    smsMessage: config.SmsSettings?.SmsMessage ?? present?.smsMessage,
  };
  checkTemplate(`${member}.EmailSettings.EmailMessage`, texts.emailMessage, 20_000);
  checkTemplate(`${member}.SmsSettings.SmsMessage`, texts.smsMessage, 140);
  if ((texts.emailSubject?.length ?? 0) > 140)
    throw new Refusal(`${member}.EmailSettings.EmailSubject is longer than 140 characters.`);
  return { channel, ...texts };
}

/** A message without room for the code is of no use. */
export function checkTemplate(member: string, text: string | undefined, longest: number): void {
  if (text === undefined) return;
  if (!text.includes("{####}")) throw new Refusal(`${member} must contain {####}, which the code is put in place of.`);
  if (text.length > longest) throw new Refusal(`${member} is longer than ${longest} characters.`);
}

function checkMfaChange(settings: PoolSettings, mfa: PoolSettings["mfa"]): void {
  if (mfa.mode !== "ON" || mfa.softwareToken) return;
  const phone = settings.schema.find(({ name }) => name === "phone_number");
  if (phone?.required || settings.usernameAttributes.join() === "phone_number") return;
  throw new Refusal(
    "Mfa: ON with SMS alone would lock out users who have no phone number, which this pool does not demand at sign-up. Add TOTP, or choose OPTIONAL.",
  );
}
