/** The storage plane on a real database and folder of its own, with a clock the test holds. */

import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFilesystemBlobs } from "#adapters/blobs/filesystem/blobs";
import { sqliteDatabases } from "#adapters/database/sqlite/databases";
import { systemRandom } from "#adapters/system/random";
import { migrate } from "#kernel/sql/migrate";
import type { Blobs } from "#ports/blobs";
import type { Database } from "#ports/database";
import type { Log } from "#ports/log";
import type { PoolUse } from "#storage/access";
import { migrations } from "#storage/migrations/list";
import type { Bucket, NewObject, ObjectRecord } from "#storage/objects";
import { createStorage, type Storage, type StorageSettings } from "#storage/storage";

export interface StorageHouse {
  readonly storage: Storage;
  readonly database: Database;
  readonly blobs: Blobs;
  /** What identity pools are to backends, by pool id. */
  readonly pools: Map<string, PoolUse>;
  readonly warnings: string[];
  /** Moves the clock by so many milliseconds. */
  advance(milliseconds: number): void;
  bucket(name?: string): Promise<Bucket>;
  /** Writes and commits an object of these bytes. */
  put(bucket: Bucket, key: string, text: string | Uint8Array, more?: Partial<NewObject>): Promise<ObjectRecord>;
  /** Files under the blobs folder, finished and unfinished. */
  files(): readonly string[];
  close(): Promise<void>;
}

export async function openStorageHouse(
  settings: Partial<StorageSettings> = {},
  wrap: (blobs: Blobs) => Blobs = (blobs) => blobs,
): Promise<StorageHouse> {
  const folder = await mkdtemp(join(tmpdir(), "ohmstead-storage-"));
  const databases = sqliteDatabases({ folder });
  const database = await databases.open("house");
  await migrate(database, "storage", migrations);
  const blobs = wrap(await openFilesystemBlobs({ folder: join(folder, "blobs"), random: systemRandom }));
  const pools = new Map<string, PoolUse>();
  const warnings: string[] = [];
  let ahead = 0;
  const storage = createStorage({
    database,
    blobs,
    clock: { now: () => Date.now() + ahead },
    random: systemRandom,
    log: listening(warnings),
    region: "us-east-1",
    poolUse: async (id) => pools.get(id),
    settings: { smallLimit: -1, graceMs: 3_600_000, uploadMs: 7 * 86_400_000, ...settings },
  });
  return {
    storage,
    database,
    blobs,
    pools,
    warnings,
    advance(milliseconds) {
      ahead += milliseconds;
    },
    async bucket(name = "files") {
      return (await storage.buckets.create(name)).bucket;
    },
    async put(bucket, key, text, more = {}) {
      const written = await storage.content.write(once(text));
      const object = { key, etag: "0".repeat(32), metadata: {}, tags: {}, ...written, ...more };
      const outcome = await storage.objects.put(bucket.id, object);
      if (outcome.kind !== "stored") throw new Error(`the object was not stored: ${outcome.kind}`);
      return outcome.object;
    },
    files: () =>
      readdirSync(join(folder, "blobs"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name),
    async close() {
      await storage.stop();
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One chunk of bytes, as an upload sends them. */
export async function* once(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof text === "string" ? Buffer.from(text) : text;
}

function listening(warnings: string[]): Log {
  const note = (fields: unknown, message: string): void => {
    warnings.push(`${message} ${JSON.stringify(fields)}`);
  };
  const silent = (): void => undefined;
  const log: Log = { debug: silent, info: silent, warn: note, error: note, child: () => log };
  return log;
}
