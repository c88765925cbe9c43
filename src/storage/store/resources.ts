/** Store: which bucket a backend environment's storage stands on, and what it lets people do. */

import type { ResourceAddress } from "#ports/provisioner";
import type { Grant, Permissions } from "#storage/access";
import type { BucketStore } from "./buckets.ts";
import type { StoreContext } from "./context.ts";
import type { ResourcesTable } from "./tables.ts";

export interface StorageResource {
  readonly resourceId: string;
  readonly appId: string;
  readonly environment: string;
  readonly resourceName: string;
  readonly bucketId: number;
  readonly imported: boolean;
  readonly state: "ready" | "removing";
  /** Absent until an imported bucket is given some. */
  readonly permissions: StoredPermissions | undefined;
}

/** As the operations take and give them. */
export interface StoredPermissions {
  readonly Authenticated: Permissions["authenticated"];
  readonly UnAuthenticated?: Permissions["unauthenticated"] | undefined;
}

type Standing = Pick<StorageResource, "bucketId" | "imported" | "permissions">;

export class ResourceStore {
  readonly #context: StoreContext;
  readonly #buckets: BucketStore;
  readonly #byBucket;

  constructor(context: StoreContext, buckets: BucketStore) {
    this.#context = context;
    this.#buckets = buckets;
    const { prepare, tables } = context.sql;
    this.#byBucket = prepare<{ bucket: number }>((slot) =>
      tables
        .selectFrom("storage_resources")
        .selectAll()
        .where("bucket_id", "=", slot("bucket"))
        .where("state", "=", "ready"),
    );
  }

  async find(resourceId: string): Promise<StorageResource | undefined> {
    const { database, sql } = this.#context;
    const query = sql.tables.selectFrom("storage_resources").selectAll().where("resource_id", "=", resourceId);
    const row = await database.first<ResourcesTable>(sql.compile(query));
    return row && toResource(row);
  }

  /** What the backends that stand on a bucket let their people do with it. */
  async grantsOf(bucketId: number): Promise<readonly Grant[]> {
    const rows = await this.#context.database.all<ResourcesTable>(this.#byBucket({ bucket: bucketId }));
    return rows.map(toResource).map(({ appId, environment, permissions }) => ({
      appId,
      environment,
      permissions: {
        authenticated: permissions?.Authenticated ?? [],
        unauthenticated: permissions?.UnAuthenticated ?? [],
      },
    }));
  }

  /** Makes the bucket and what stands on it in one transaction; undefined when the name is taken. */
  async establish(
    address: ResourceAddress,
    name: string,
    permissions: StoredPermissions,
  ): Promise<StorageResource | undefined> {
    const { database, sql } = this.#context;
    return database.transaction(async (transaction) => {
      const outcome = await this.#buckets.createIn(transaction, name);
      if (outcome.kind === "taken") return undefined;
      const row = this.#row(address, { bucketId: outcome.bucket.id, imported: false, permissions });
      await transaction.run(sql.compile(sql.tables.insertInto("storage_resources").values(row)));
      return toResource(row);
    });
  }

  /** All that stand on a bucket, also those being removed. */
  async onBucket(bucketId: number): Promise<readonly StorageResource[]> {
    const { database, sql } = this.#context;
    const query = sql.tables.selectFrom("storage_resources").selectAll().where("bucket_id", "=", bucketId);
    return (await database.all<ResourcesTable>(sql.compile(query.orderBy("created_at")))).map(toResource);
  }

  async insert(address: ResourceAddress, of: Standing): Promise<void> {
    const { database, sql } = this.#context;
    const insert = sql.tables.insertInto("storage_resources").values(this.#row(address, of));
    await database.run(sql.compile(insert.onConflict((conflict) => conflict.doNothing())));
  }

  async setPermissions(resourceId: string, permissions: StoredPermissions): Promise<void> {
    await this.#change(resourceId, { permissions: JSON.stringify(permissions) });
  }

  /** From now on it grants nothing. */
  async beginRemoval(resourceId: string): Promise<void> {
    await this.#change(resourceId, { state: "removing" });
  }

  async remove(resourceId: string): Promise<void> {
    const { database, sql } = this.#context;
    await database.run(sql.compile(sql.tables.deleteFrom("storage_resources").where("resource_id", "=", resourceId)));
  }

  async ids(): Promise<readonly string[]> {
    const { database, sql } = this.#context;
    const query = sql.tables.selectFrom("storage_resources").select("resource_id").orderBy("resource_id");
    return (await database.all<{ resource_id: string }>(sql.compile(query))).map((row) => row.resource_id);
  }

  #row(address: ResourceAddress, { bucketId, imported, permissions }: Standing): ResourcesTable {
    return {
      resource_id: address.resourceId,
      app_id: address.appId,
      environment: address.environment,
      resource_name: address.resourceName,
      bucket_id: bucketId,
      imported: imported ? 1 : 0,
      state: "ready",
      permissions: permissions ? JSON.stringify(permissions) : null,
      created_at: this.#context.clock.now(),
    };
  }

  async #change(resourceId: string, change: Partial<ResourcesTable>): Promise<void> {
    const { database, sql } = this.#context;
    const update = sql.tables.updateTable("storage_resources").set(change);
    await database.run(sql.compile(update.where("resource_id", "=", resourceId)));
  }
}

function toResource(row: ResourcesTable): StorageResource {
  return {
    resourceId: row.resource_id,
    appId: row.app_id,
    environment: row.environment,
    resourceName: row.resource_name,
    bucketId: row.bucket_id,
    imported: row.imported === 1,
    state: row.state === "ready" ? "ready" : "removing",
    permissions: row.permissions === null ? undefined : (JSON.parse(row.permissions) as StoredPermissions),
  };
}
