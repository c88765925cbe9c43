/** A device of a user, as device tracking and device SRP know it. */

import type { PasswordVerifier } from "./user.ts";

export interface Device {
  /** `<region>_<uuid>`. */
  readonly key: string;
  /** The pool name of device SRP. */
  readonly groupKey: string;
  readonly poolId: string;
  readonly sub: string;
  readonly name?: string | undefined;
  /** Absent until ConfirmDevice. */
  readonly verifier?: PasswordVerifier | undefined;
  readonly remembered: boolean;
  readonly lastAddress?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastAuthenticatedAt: number;
}
