/** A challenge session: what the server keeps between two steps of a sign-in. */

export interface ChallengeSession {
  readonly poolId: string;
  readonly clientId: string;
  /** Absent for the simulated sign-in of a user who is not there. */
  readonly sub?: string | undefined;
  /** The active name of the sign-in as told to the client. */
  readonly username: string;
  /** The challenge that was asked: PASSWORD_VERIFIER, SMS_MFA, MFA_SETUP … */
  readonly challenge: string;
  /** Flow and step data; JSON-able, sealed at rest. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}
