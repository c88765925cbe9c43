/** Builds the storage plane: its index and contents, its provisioner, and what keeps it tidy. */

import type { Blobs } from "#ports/blobs";
import type { JsonRoute } from "#kernel/wire/jsonApiRoute";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Log } from "#ports/log";
import type { BucketLister, Provisioner } from "#ports/provisioner";
import type { Random } from "#ports/random";
import { createAccess, type PoolUse, type StorageAccess } from "./access.ts";
import { createContent } from "./content.ts";
import type { BucketIndex, ContentStore, ObjectIndex, UploadIndex } from "./objects.ts";
import { operatorRoutes } from "./operator/list.ts";
import { StorageProvisioner } from "./provision.ts";
import { createStores } from "./store/stores.ts";
import { createSweep, type Sweep } from "./sweep.ts";

export interface StorageOptions {
  /** The house database, migrated by `migrations/list.ts` under the room name "storage". */
  readonly database: Database;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly region: string;
  /** What an identity pool is to backends; the auth plane knows. */
  readonly poolUse: (identityPoolId: string) => Promise<PoolUse | undefined>;
  readonly settings: StorageSettings;
}

export interface StorageSettings {
  /** Bytes up to which content is kept in the house database; -1 for none. */
  readonly smallLimit: number;
  readonly graceMs: number;
  readonly uploadMs: number;
}

/** What the S3 operations work on. */
export interface StorageCore {
  readonly buckets: BucketIndex;
  readonly objects: ObjectIndex;
  readonly uploads: UploadIndex;
  readonly content: ContentStore;
  readonly access: StorageAccess;
}

export interface Storage extends StorageCore {
  readonly provisioner: Provisioner;
  readonly bucketLister: BucketLister;
  readonly sweep: Sweep;
  /** `/_ohmstead/v1/buckets…` of the operator API. */
  readonly operatorRoutes: readonly JsonRoute[];
  /** @throws BlobsUnavailable with the reason when bytes could not be stored now */
  check(): Promise<void>;
  /** Begins to remove what nothing refers to. */
  start(): void;
  stop(): Promise<void>;
}

export function createStorage(options: StorageOptions): Storage {
  const { database, blobs, clock, random, log, settings } = options;
  const stores = createStores({ database, clock, random, onRelease: () => sweep.kick() });
  const content = createContent({ blobs, stores, log, smallLimit: settings.smallLimit });
  const sweep = createSweep({ stores, blobs, pins: content, clock, log, ...settings });
  return {
    buckets: stores.buckets,
    objects: stores.objects,
    uploads: stores.uploads,
    content,
    access: createAccess({ grantsOf: (id) => stores.resources.grantsOf(id), poolUse: options.poolUse }),
    provisioner: new StorageProvisioner({ stores, random, region: options.region }),
    bucketLister: { list: (after, limit) => stores.buckets.list(after, limit) },
    sweep,
    operatorRoutes: operatorRoutes(stores),
    check: () => blobs.check(),
    start: () => sweep.start(),
    async stop() {
      await sweep.stop();
      await blobs.close();
    },
  };
}
