/** All stores of the plane, made together. */

import { createBuilder } from "#kernel/sql/builder";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Random } from "#ports/random";
import { BucketStore } from "./buckets.ts";
import { ContentsStore } from "./contents.ts";
import type { StoreContext } from "./context.ts";
import { ObjectStore } from "./objects.ts";
import { ResourceStore } from "./resources.ts";
import { PendingBlobs } from "./pending.ts";
import type { StorageTables } from "./tables.ts";
import { UploadStore } from "./uploads.ts";

export interface Stores {
  readonly buckets: BucketStore;
  readonly objects: ObjectStore;
  readonly uploads: UploadStore;
  readonly contents: ContentsStore;
  readonly resources: ResourceStore;
  readonly pending: PendingBlobs;
}

export interface StoreOptions {
  /** The house database, migrated by `migrations/list.ts` under the room name "storage". */
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly onRelease: () => void;
}

export function createStores(options: StoreOptions): Stores {
  const pending = new PendingBlobs(options.random, options.clock);
  const context: StoreContext = { ...options, pending, sql: createBuilder<StorageTables>(options.database) };
  const buckets = new BucketStore(context);
  const objects = new ObjectStore(context);
  return {
    buckets,
    objects,
    uploads: new UploadStore(context, objects),
    contents: new ContentsStore(context),
    resources: new ResourceStore(context, buckets),
    pending,
  };
}
