/** Refresh tokens and the sign-in they descend from. */

/** One sign-in: every token made from it carries `originJti`. */
export interface SignInRecord {
  /** `origin_jti` of its tokens. */
  readonly originJti: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly sub: string;
  readonly deviceKey?: string | undefined;
  /** Scopes of the access token. */
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch; `auth_time` stays the same across refreshes. */
  readonly authTime: number;
  /** When the last token of it may expire. */
  readonly expiresAt: number;
  readonly revokedAt?: number | undefined;
}

/** A refresh token that was looked up; the text itself is never stored. */
export interface RefreshToken {
  readonly signIn: SignInRecord;
  readonly expiresAt: number;
  /** Set when a newer token took its place. */
  readonly supersededAt?: number | undefined;
}

export type RotationOutcome =
  | { readonly outcome: "rotated"; readonly token: string; readonly signIn: SignInRecord }
  /** Superseded longer ago than the grace period: the whole sign-in has been revoked. */
  | { readonly outcome: "reused" }
  | { readonly outcome: "revoked" }
  | { readonly outcome: "expired" }
  | { readonly outcome: "unknown" };
