/** Puts the storage plane on its database and its place for bytes. */

import { migrate } from "#kernel/sql/migrate";
import type { Clock } from "#ports/clock";
import type { Database } from "#ports/database";
import type { Log } from "#ports/log";
import type { Random } from "#ports/random";
import { migrations } from "#storage/migrations/list";
import { createStorage, type Storage, type StorageOptions } from "#storage/storage";
import { openBlobs } from "./blobs.ts";
import type { Config } from "./config.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface StorageHouse {
  readonly house: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly poolUse: StorageOptions["poolUse"];
}

/** @throws BlobsUnavailable with a sentence for the operator */
export async function openStorage(config: Config, { house, ...parts }: StorageHouse): Promise<Storage> {
  await migrate(house, "storage", migrations);
  return createStorage({
    ...parts,
    database: house,
    blobs: await openBlobs(config, parts.random),
    region: config.region,
    settings: {
      smallLimit: config.smallObjectBytes === 0 ? -1 : config.smallObjectBytes,
      graceMs: config.blobsGraceMinutes * MINUTE_MS,
      uploadMs: config.uploadDays * DAY_MS,
    },
  });
}
