/** What an examination of the doctor is. Leaf types. */

import type { Config } from "#app/config";
import type { CommandEnvironment } from "#cli/environment";

export interface Patient {
  readonly config: Config;
  readonly environment: CommandEnvironment;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface Finding {
  /** A warning is worth reading but stops nothing. */
  readonly verdict: "ok" | "warning" | "problem";
  readonly text: string;
  /** What to do about it; every warning and problem has one. */
  readonly mend?: string;
}

export interface Check {
  readonly name: string;
  examine(patient: Patient): Promise<readonly Finding[]>;
}
