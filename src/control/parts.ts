/** What operations, jobs and operator routes are built from: ports, the job engine and the stores. */

import type { Sealer } from "#kernel/crypto/seal";
import type { SignedTokens } from "#kernel/crypto/signedToken";
import type { Jobs } from "#kernel/jobs/jobs";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Log } from "#ports/log";
import type { BucketLister, Category, ModelGenerator, Provisioner } from "#ports/provisioner";
import type { Random } from "#ports/random";
import type { AccessKeys } from "./accessKeys.ts";
import type { Stores } from "./store/stores.ts";

export interface ControlSettings {
  readonly region: string;
  /** Twelve digits, for ARNs. */
  readonly accountId: string;
  /** How long a synchronous operation waits for a data plane. */
  readonly planeTimeoutMs: number;
  /** Life of a challenge code. */
  readonly challengeLifeMs: number;
  /** Challenge codes of one app that may be open at once. */
  readonly challengeLimit: number;
}

export interface ControlParts {
  readonly database: Database;
  readonly stores: Stores;
  readonly jobs: Jobs;
  readonly provisioners: Partial<Record<Category, Provisioner>>;
  readonly models: ModelGenerator | undefined;
  readonly buckets: BucketLister | undefined;
  readonly accessKeys: AccessKeys;
  /** Messages of the built-in outbox, newest first; undefined while nothing sends any. */
  readonly outbox: (() => Promise<readonly unknown[]>) | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly sealer: Sealer;
  /** Page tokens of all lists here; the context names the list and its filters. */
  readonly pageTokens: SignedTokens;
  readonly settings: ControlSettings;
}
