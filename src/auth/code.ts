/** One-time codes: what they are for and how long they live. */

export type CodePurpose = "signUp" | "reset" | "attribute" | "mfa";

/** What a code is bound to. A newer code for the same target voids the older one. */
export interface CodeTarget {
  readonly poolId: string;
  readonly purpose: CodePurpose;
  /** The user's sub; for `mfa` the id of the challenge session. */
  readonly subject: string;
  /** For `signUp` and `attribute` the address the code was sent to, so that it proves no other one; otherwise empty. */
  readonly detail: string;
}

/** `used` also stands for a code that was never asked for. */
export type CodeOutcome = "right" | "wrong" | "expired" | "exhausted" | "none";

const hour = 3_600_000;

/** Milliseconds; an MFA code lives as long as its session. */
export const codeLifetime = { signUp: 24 * hour, attribute: 24 * hour, reset: hour } as const;

/** Wrong tries before a code is dead. */
export const codeTries = 5;
