/** A user as import and export know it, between a file's line and the pool. Leaf types. */

import type { LinkedIdentity, MfaType, PasswordVerifier } from "#auth/user";

/** A verifier is good only in the pool and under the username it was made for: SRP mixes both into it. */
export interface BoundVerifier extends PasswordVerifier {
  /** `srpPoolName` of the pool. */
  readonly pool: string;
  readonly username: string;
}

export interface UserRecord {
  readonly username: string;
  /** Kept when given, so that data which belongs to the user stays theirs. */
  readonly sub?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly status?: string | undefined;
  readonly enabled: boolean;
  readonly factors: readonly MfaType[];
  readonly preferredFactor?: MfaType | undefined;
  readonly identities: readonly LinkedIdentity[];
  readonly groups: readonly string[];
  readonly password?: BoundVerifier | undefined;
  /** The secret of the authenticator app. */
  readonly totp?: Uint8Array | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number | undefined;
}

/** What became of one record. */
export interface ImportResult {
  /** Counted from 1 within the request. */
  readonly record: number;
  readonly username: string;
  readonly outcome: "created" | "present" | "refused";
  /** Why not, or what is to be known. */
  readonly reason?: string;
}

/** A record, or why there is none. */
export type Reading = UserRecord | { readonly username: string; readonly refused: string };
