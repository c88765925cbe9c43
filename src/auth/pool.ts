/** A user pool: its settings in Cognito's terms, with the members of the seed's configuration that have no Cognito twin. */

export type SignInMethod = "USERNAME" | "EMAIL" | "PHONE_NUMBER" | "EMAIL_AND_PHONE_NUMBER";
export type ContactAttribute = "email" | "phone_number";
export type AliasAttribute = ContactAttribute | "preferred_username";
export type Channel = "EMAIL" | "SMS";
export type MfaMode = "OFF" | "OPTIONAL" | "ON";

/** Texts of one occasion. An absent text falls back to the pool's verification text, then to the built-in one. */
export interface MessageTexts {
  readonly channel: Channel;
  readonly emailSubject?: string | undefined;
  readonly emailMessage?: string | undefined;
  readonly smsMessage?: string | undefined;
}

export interface AttributeDefinition {
  /** `email`, `custom:plan`, `dev:custom:x`. */
  readonly name: string;
  readonly type: "String" | "Number" | "DateTime" | "Boolean";
  readonly required: boolean;
  readonly mutable: boolean;
  readonly developerOnly: boolean;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minValue?: number | undefined;
  readonly maxValue?: number | undefined;
}

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  readonly temporaryPasswordValidityDays: number;
  /** How many earlier passwords may not be used again, 0 to 24. */
  readonly historySize: number;
}

export interface MfaSettings {
  readonly mode: MfaMode;
  readonly sms: boolean;
  readonly softwareToken: boolean;
  /** Text with `{####}`; absent: the built-in text. */
  readonly smsMessage?: string | undefined;
}

export interface RecoveryMechanism {
  readonly name: "verified_email" | "verified_phone_number" | "admin_only";
  readonly priority: number;
}

export interface SocialProvider {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

export interface AppleProvider {
  readonly clientId?: string | undefined;
  readonly keyId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly privateKey?: string | undefined;
}

/** The seed's OAuth settings, kept exactly as given. Secrets in it are sealed by the store. */
export interface OAuthSettings {
  readonly domainPrefix?: string | undefined;
  readonly grantType: "CODE" | "IMPLICIT";
  /** PHONE, EMAIL, OPENID, PROFILE, AWS_COGNITO_SIGNIN_USER_ADMIN. */
  readonly scopes: readonly string[];
  readonly redirectSignInUris: readonly string[];
  readonly redirectSignOutUris: readonly string[];
  readonly facebook?: SocialProvider | undefined;
  readonly google?: SocialProvider | undefined;
  readonly loginWithAmazon?: SocialProvider | undefined;
  readonly signInWithApple?: AppleProvider | undefined;
}

/** Function names of Cognito's triggers: an address or a module the functions adapter knows. */
export interface PoolTriggers {
  readonly preSignUp?: string | undefined;
  readonly postConfirmation?: string | undefined;
  readonly preAuthentication?: string | undefined;
  readonly postAuthentication?: string | undefined;
  readonly customMessage?: string | undefined;
  readonly defineAuthChallenge?: string | undefined;
  readonly createAuthChallenge?: string | undefined;
  readonly verifyAuthChallengeResponse?: string | undefined;
  readonly preTokenGeneration?: string | undefined;
  /** V1_0, V2_0 or V3_0: from V2_0 on the function may change access tokens. */
  readonly preTokenGenerationVersion?: string | undefined;
  readonly userMigration?: string | undefined;
}

export interface DeviceSettings {
  readonly challengeRequiredOnNewDevice: boolean;
  readonly deviceOnlyRememberedOnUserPrompt: boolean;
}

export interface PoolSettings {
  /** [] means plain usernames; otherwise an e-mail address or phone number is the sign-in name. Fixed at creation. */
  readonly usernameAttributes: readonly ContactAttribute[];
  /** Verified attributes that sign in beside the username. Excludes `usernameAttributes`. */
  readonly aliasAttributes: readonly AliasAttribute[];
  /** Fixed at creation. */
  readonly caseSensitive: boolean;
  readonly autoVerifiedAttributes: readonly ContactAttribute[];
  /** Attributes that keep their old value until the new one is verified. */
  readonly verifyBeforeUpdate: readonly ContactAttribute[];
  /** All attributes of the pool, standard ones included. */
  readonly schema: readonly AttributeDefinition[];
  readonly passwordPolicy: PasswordPolicy;
  readonly mfa: MfaSettings;
  /** Sign-up and attribute verification. */
  readonly verification?: MessageTexts | undefined;
  /** Password reset (the seed's ForgotPassword). */
  readonly recovery?: MessageTexts | undefined;
  readonly recoveryMechanisms: readonly RecoveryMechanism[];
  readonly invitation?: Omit<MessageTexts, "channel"> | undefined;
  /** Users cannot sign themselves up. */
  readonly adminCreateOnly: boolean;
  /** Absent: devices are not tracked. */
  readonly devices?: DeviceSettings | undefined;
  readonly triggers: PoolTriggers;
  readonly oauth?: OAuthSettings | undefined;
  /** Which spelling `iss` has: this server's own address, or AWS's host name (Next.js adapters insist on it). */
  readonly issuerForm: "own" | "amazonaws";
  readonly deletionProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Settings of UpdateUserPool that are kept and described but have no effect here (EmailConfiguration …), by wire name. */
  readonly kept: Readonly<Record<string, unknown>>;
}

export interface Pool {
  /** `us-east-1_Ab12Cd34E`: exactly one underscore. */
  readonly id: string;
  readonly name: string;
  readonly settings: PoolSettings;
  /** Grows with each change; a change names the revision it was made from. */
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What SRP calls the pool: the part of its id after the underscore. */
export function srpPoolName(poolId: string): string {
  return poolId.slice(poolId.indexOf("_") + 1);
}

/** The region a pool id starts with. */
export function regionOfPool(poolId: string): string {
  return poolId.slice(0, poolId.indexOf("_"));
}
