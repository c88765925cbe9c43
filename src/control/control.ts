/** Puts the control plane together; the composition root calls this once. */

import { createSignedTokens } from "#kernel/crypto/signedToken";
import type { Sealer } from "#kernel/crypto/seal";
import type { Jobs } from "#kernel/jobs/jobs";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Log } from "#ports/log";
import type { BucketLister, Category, ModelGenerator, Provisioner } from "#ports/provisioner";
import type { Random } from "#ports/random";
import { type AccessKeys, createAccessKeys } from "./accessKeys.ts";
import { redeemChallenge } from "./challengeCode.ts";
import { defineJobs } from "./jobs/list.ts";
import { operatorRoutes } from "./operator/list.ts";
import type { ControlParts } from "./parts.ts";
import { amplifyBackendOperations, amplifyOperations } from "./service.ts";
import { createStores } from "./store/stores.ts";

export interface ControlOptions {
  /** The house database, migrated by `migrations/list.ts`. */
  readonly database: Database;
  /** Not started yet: `createControl` defines its job kinds. */
  readonly jobs: Jobs;
  /** The planes there are; jobs of a category without one end FAILED and say so. */
  readonly provisioners: Partial<Record<Category, Provisioner>>;
  readonly models?: ModelGenerator;
  readonly buckets?: BucketLister;
  /** Messages of the built-in outbox, newest first. */
  readonly outbox?: () => Promise<readonly unknown[]>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly sealer: Sealer;
  /** 32 bytes, derived from the master key for page tokens. */
  readonly tokenKey: Uint8Array;
  readonly region: string;
  /** Twelve digits, for ARNs. */
  readonly accountId: string;
  /** How long GetBackendAPI and its like wait for a plane. Default 20 seconds. */
  readonly planeTimeoutMs?: number;
  /** Life of a challenge code. Default 10 minutes. */
  readonly challengeLifeMs?: number;
  /** Open challenge codes of one app. Default 100. */
  readonly challengeLimit?: number;
}

export interface Control {
  /** All 31, for `createWireService`. */
  readonly amplifyBackend: ReturnType<typeof amplifyBackendOperations>;
  /** The nine companion operations of the Amplify service. */
  readonly amplify: ReturnType<typeof amplifyOperations>;
  /** `/_ohmstead/v1/…`, for the operator API that joins them with the routes of other planes. */
  readonly operatorRoutes: readonly JsonRoute[];
  readonly accessKeys: AccessKeys;
  /** For the console: true for the one use that a challenge code has. */
  redeemChallenge(appId: string, sessionId: string, code: string): Promise<boolean>;
}

export function createControl(options: ControlOptions): Control {
  const parts = partsOf(options);
  defineJobs(options.jobs, parts);
  return {
    amplifyBackend: amplifyBackendOperations(parts),
    amplify: amplifyOperations(parts),
    operatorRoutes: operatorRoutes(parts),
    accessKeys: parts.accessKeys,
    redeemChallenge: (appId, sessionId, code) => redeemChallenge(parts, appId, sessionId, code),
  };
}

function partsOf(options: ControlOptions): ControlParts {
  const { database, jobs, provisioners, clock, random, log, sealer, region, accountId } = options;
  const stores = createStores(database, sealer);
  return {
    database,
    stores,
    jobs,
    provisioners,
    models: options.models,
    buckets: options.buckets,
    outbox: options.outbox,
    accessKeys: createAccessKeys({ database, store: stores.accessKeys, sealer, random, clock }),
    clock,
    random,
    log,
    sealer,
    pageTokens: createSignedTokens(options.tokenKey, "control plane page"),
    settings: {
      region,
      accountId,
      planeTimeoutMs: options.planeTimeoutMs ?? 20_000,
      challengeLifeMs: options.challengeLifeMs ?? 600_000,
      challengeLimit: options.challengeLimit ?? 100,
    },
  };
}
