/** Store: buckets. */

import type { Runner } from "#ports/database";
import type { Bucket, BucketIndex, CreateBucketOutcome, DeleteBucketOutcome } from "#storage/objects";
import type { StoreContext } from "./context.ts";
import type { BucketsTable, ResourcesTable } from "./tables.ts";

export interface BucketStats {
  readonly objects: number;
  readonly bytes: number;
}

export class BucketStore implements BucketIndex {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
    const { prepare, tables } = context.sql;
    this.#byName = prepare<{ name: string }>((slot) =>
      tables.selectFrom("storage_buckets").selectAll().where("name", "=", slot("name")).where("state", "=", "ready"),
    );
  }

  readonly #byName;

  async find(name: string): Promise<Bucket | undefined> {
    const row = await this.#context.database.first<BucketsTable>(this.#byName({ name }));
    return row && toBucket(row);
  }

  async create(name: string): Promise<CreateBucketOutcome> {
    return this.#context.database.transaction((transaction) => this.createIn(transaction, name));
  }

  /** Inside the caller's transaction. */
  async createIn(transaction: Runner, name: string): Promise<CreateBucketOutcome> {
    const { sql, clock, random } = this.#context;
    const held = await this.#held(transaction, name);
    if (held) return { kind: "taken", bucket: toBucket(held) };
    // Random, so that a request still under way for a bucket that is gone never meets its successor.
    const bucketId = Buffer.from(random.bytes(6)).readUIntBE(0, 6);
    const row: BucketsTable = { bucket_id: bucketId, name, state: "ready", created_at: clock.now() };
    await transaction.run(sql.compile(sql.tables.insertInto("storage_buckets").values(row)));
    return { kind: "created", bucket: toBucket(row) };
  }

  async remove(name: string): Promise<DeleteBucketOutcome> {
    const { database, onRelease } = this.#context;
    const outcome = await database.transaction(async (transaction): Promise<DeleteBucketOutcome> => {
      const held = await this.#held(transaction, name);
      if (held?.state !== "ready") return { kind: "absent" };
      const holder = await this.#holder(transaction, held.bucket_id);
      if (holder !== undefined) return { kind: "inUse", holder };
      if (await this.#hasObjects(transaction, held.bucket_id)) return { kind: "notEmpty" };
      await this.#drop(transaction, held.bucket_id);
      return { kind: "deleted" };
    });
    if (outcome.kind === "deleted") onRelease();
    return outcome;
  }

  async list(after: string | undefined, limit: number, prefix = ""): Promise<readonly Bucket[]> {
    const { database, sql } = this.#context;
    const all = sql.tables.selectFrom("storage_buckets").selectAll().where("state", "=", "ready");
    const from = after === undefined ? all : all.where("name", ">", after);
    // Names are ASCII; the character behind them all ends the range.
    const within = prefix === "" ? from : from.where("name", ">=", prefix).where("name", "<", `${prefix}~`);
    const rows = await database.all<BucketsTable>(sql.compile(within.orderBy("name").limit(limit)));
    return rows.map(toBucket);
  }

  /** Also one that is being removed. */
  async byId(bucketId: number): Promise<Bucket | undefined> {
    const { database, sql } = this.#context;
    const query = sql.tables.selectFrom("storage_buckets").selectAll().where("bucket_id", "=", bucketId);
    const row = await database.first<BucketsTable>(sql.compile(query));
    return row && toBucket(row);
  }

  /** From now on nobody finds the bucket; its name stays taken until `finishRemoval`. */
  async beginRemoval(bucketId: number): Promise<void> {
    const { database, sql } = this.#context;
    const update = sql.tables.updateTable("storage_buckets").set({ state: "removing" });
    await database.run(sql.compile(update.where("bucket_id", "=", bucketId)));
  }

  /** Deletes up to `limit` objects of a bucket whose removal began; answers how many there were. */
  async removeSome(bucketId: number, limit: number): Promise<number> {
    const { database, sql, clock, onRelease } = this.#context;
    const removed = await database.transaction(async (transaction) => {
      const some = sql.tables.selectFrom("storage_objects").select(["key", "content"]);
      const query = some.where("bucket_id", "=", bucketId).orderBy("key").limit(limit);
      const rows = await transaction.all<{ key: Uint8Array; content: string }>(sql.compile(query));
      const last = rows.at(-1);
      if (last === undefined) return 0;
      const released = rows.map(({ content }) => ({ content, released_at: clock.now() }));
      const queue = sql.tables.insertInto("storage_released").values(released);
      await transaction.run(sql.compile(queue.onConflict((conflict) => conflict.doNothing())));
      const gone = sql.tables.deleteFrom("storage_objects").where("bucket_id", "=", bucketId);
      await transaction.run(sql.compile(gone.where("key", "<=", last.key)));
      return rows.length;
    });
    if (removed > 0) onRelease();
    return removed;
  }

  /** Ends a removal. False when objects came in since: remove those first. */
  async finishRemoval(bucketId: number): Promise<boolean> {
    const { database, onRelease } = this.#context;
    const done = await database.transaction(async (transaction) => {
      if (await this.#hasObjects(transaction, bucketId)) return false;
      await this.#drop(transaction, bucketId);
      return true;
    });
    onRelease();
    return done;
  }

  async stats(bucketId: number): Promise<BucketStats> {
    const { database, sql } = this.#context;
    const query = sql.tables
      .selectFrom("storage_objects")
      .select((build) => [
        build.fn.countAll<number>().as("objects"),
        build.fn.coalesce(build.fn.sum<number>("size"), build.lit(0)).as("bytes"),
      ])
      .where("bucket_id", "=", bucketId);
    const row = await database.first<{ objects: number; bytes: number }>(sql.compile(query));
    return { objects: row?.objects ?? 0, bytes: row?.bytes ?? 0 };
  }

  async #held(runner: Runner, name: string): Promise<BucketsTable | undefined> {
    const { sql } = this.#context;
    return runner.first<BucketsTable>(
      sql.compile(sql.tables.selectFrom("storage_buckets").selectAll().where("name", "=", name)),
    );
  }

  async #holder(runner: Runner, bucketId: number): Promise<string | undefined> {
    const { sql } = this.#context;
    const query = sql.tables.selectFrom("storage_resources").selectAll().where("bucket_id", "=", bucketId).limit(1);
    const row = await runner.first<ResourcesTable>(sql.compile(query));
    return row && `${row.resource_name} of backend environment ${row.environment} of app ${row.app_id}`;
  }

  async #hasObjects(runner: Runner, bucketId: number): Promise<boolean> {
    const { sql } = this.#context;
    const query = sql.tables.selectFrom("storage_objects").select("size").where("bucket_id", "=", bucketId).limit(1);
    return (await runner.first(sql.compile(query))) !== undefined;
  }

  /** The bucket's row, and its uploads; their parts are queued for the sweep. */
  async #drop(runner: Runner, bucketId: number): Promise<void> {
    const { sql, clock } = this.#context;
    const { tables, compile } = sql;
    const open = tables.selectFrom("storage_uploads").select("upload_id").where("bucket_id", "=", bucketId);
    const rows = await runner.all<{ upload_id: string }>(compile(open.where("state", "=", "open")));
    for (const { upload_id: id } of rows) {
      const row = { content: `parts:${id}`, released_at: clock.now() };
      const queue = tables.insertInto("storage_released").values(row);
      await runner.run(compile(queue.onConflict((conflict) => conflict.doNothing())));
    }
    await runner.run(compile(tables.deleteFrom("storage_uploads").where("bucket_id", "=", bucketId)));
    await runner.run(compile(tables.deleteFrom("storage_buckets").where("bucket_id", "=", bucketId)));
  }
}

function toBucket(row: BucketsTable): Bucket {
  return { id: row.bucket_id, name: row.name, createdAt: row.created_at };
}
