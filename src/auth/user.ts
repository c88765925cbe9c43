/** A user of a pool. */

export type UserStatus = "UNCONFIRMED" | "CONFIRMED" | "FORCE_CHANGE_PASSWORD" | "RESET_REQUIRED" | "EXTERNAL_PROVIDER";
export type MfaType = "SMS_MFA" | "SOFTWARE_TOKEN_MFA";

export interface UserMfa {
  readonly sms: boolean;
  readonly softwareToken: boolean;
  readonly preferred?: MfaType | undefined;
}

/** What SRP stores of a password. Both in lower-case hexadecimal; sealed at rest. */
export interface PasswordVerifier {
  readonly salt: string;
  readonly verifier: string;
}

/** A user of an external provider that is this user. */
export interface LinkedIdentity {
  readonly userId: string;
  readonly providerName: string;
  readonly providerType: string;
  readonly issuer: string | null;
  readonly primary: boolean;
  /** Milliseconds since the epoch. */
  readonly dateCreated: number;
}

export interface User {
  readonly poolId: string;
  /** UUID, also the key of everything that belongs to the user. */
  readonly sub: string;
  /** Cognito's Username: what was chosen, or the sub where an e-mail address or phone number signs in. USER_ID_FOR_SRP. */
  readonly username: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** All attributes but `sub`, values as texts: `email_verified` is "true" or "false". */
  readonly attributes: Readonly<Record<string, string>>;
  /** New e-mail address or phone number that waits for its verification while the old one stays in use. */
  readonly pending: Readonly<Partial<Record<"email" | "phone_number", string>>>;
  readonly mfa: UserMfa;
  /** True once VerifySoftwareToken succeeded. */
  readonly totpReady: boolean;
  readonly identities: readonly LinkedIdentity[];
  /** Until when a temporary password is good. */
  readonly temporaryPasswordUntil?: number | undefined;
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** True when the attribute has a value that was verified. */
export function isVerified(user: User, attribute: "email" | "phone_number"): boolean {
  return user.attributes[attribute] !== undefined && user.attributes[`${attribute}_verified`] === "true";
}
