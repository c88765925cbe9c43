/** Port: what a token says, once it has been checked. The auth plane implements it; the other planes ask it. */

/** Somebody who holds a good token of a user pool. */
export interface UserPoolCaller {
  readonly kind: "userPool";
  readonly poolId: string;
  readonly clientId: string;
  readonly sub: string;
  readonly username: string;
  /** `cognito:groups`, in the order of their precedence. */
  readonly groups: readonly string[];
  readonly tokenUse: "access" | "id";
  /** Scopes of an access token; none in an ID token. */
  readonly scopes: readonly string[];
  /** The sign-in the token descends from. */
  readonly originJti: string;
  /** All claims as they stand in the token. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * - `malformed`: no token of ours, whatever is wrong with it: form, algorithm, key, signature, claims
 * - `expired`, `notYetValid`: by its own claims
 * - `revoked`: its sign-in was ended, or its user was deleted
 * - `wrongPool`, `wrongClient`, `wrongUse`: a good token, but not for whoever asks
 */
export type TokenRefusal =
  | "malformed"
  | "expired"
  | "notYetValid"
  | "revoked"
  | "wrongPool"
  | "wrongClient"
  | "wrongUse";

export type Verification =
  | { readonly ok: true; readonly caller: UserPoolCaller }
  | { readonly ok: false; readonly refusal: TokenRefusal; readonly reason: string };

/** What the asker accepts. Nothing here has a default: whoever accepts everything says so. */
export interface TokenExpectation {
  readonly pools: readonly string[] | "any";
  readonly clients: readonly string[] | "any";
  readonly use: "access" | "id" | "either";
}

export interface TokenVerifier {
  /**
   * Checks signature, issuer, time, use and revocation. The signature of a token is checked once and remembered;
   * time and revocation are checked each time, so a long-lived connection may simply ask again.
   */
  verify(token: string, expected: TokenExpectation): Promise<Verification>;
}
