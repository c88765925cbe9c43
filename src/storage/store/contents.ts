/** Store: which contents are still referred to, and where bytes of completed uploads and small objects lie. */

import type { Runner } from "#ports/database";
import type { PartPlace } from "#storage/objects";
import type { StoreContext } from "./context.ts";
import { blobText, partsText, toChecksum } from "./rows.ts";
import { isSmall } from "./pending.ts";
import type { PartsTable, ReleasedTable } from "./tables.ts";

/** A part of a completed object and the blob that holds it. */
export interface PlacedBlob extends PartPlace {
  readonly blobId: string;
}

export class ContentsStore {
  readonly #context: StoreContext;
  readonly #statements: ReturnType<typeof readStatements>;

  constructor(context: StoreContext) {
    this.#context = context;
    this.#statements = readStatements(context);
  }

  /** The bytes of a small blob. */
  async small(blobId: string): Promise<Uint8Array | undefined> {
    const statement = this.#statements.small({ blob: blobId });
    return (await this.#context.database.first<{ bytes: Uint8Array }>(statement))?.bytes;
  }

  /** The parts that hold bytes from `start` to `end`, both inclusive, in order; at most `limit`. */
  async placed(uploadId: string, start: number, end: number, limit: number): Promise<readonly PlacedBlob[]> {
    const statement = this.#statements.placed({ upload: uploadId, start, end, limit });
    return (await this.#context.database.all<PartsTable>(statement)).map(toPlaced);
  }

  async part(uploadId: string, ordinal: number): Promise<PlacedBlob | undefined> {
    const statement = this.#statements.part({ upload: uploadId, ordinal });
    const row = await this.#context.database.first<PartsTable>(statement);
    return row && toPlaced(row);
  }

  /** Contents that lost something which referred to them, oldest first. */
  async released(limit: number): Promise<readonly string[]> {
    const { database, sql } = this.#context;
    const query = sql.tables.selectFrom("storage_released").selectAll().orderBy("released_at").orderBy("content");
    return (await database.all<ReleasedTable>(sql.compile(query.limit(limit)))).map(({ content }) => content);
  }

  /**
   * Looks at released contents again. What something refers to is struck off; parts that nothing refers to are taken apart
   * into blobs; small blobs are deleted at once. Answers the blobs that are to be removed from their place now; each stays
   * queued until `removed` is told.
   */
  async settle(contents: readonly string[]): Promise<readonly string[]> {
    return this.#context.database.transaction(async (transaction) => {
      const removable: string[] = [];
      for (const content of contents) {
        const blobId = content.startsWith("blob:") ? content.slice("blob:".length) : undefined;
        if (await this.#isUsed(transaction, content, blobId)) {
          await this.#strike(transaction, content);
        } else if (blobId === undefined) {
          await this.#takeApart(transaction, content);
        } else if (isSmall(blobId)) {
          await this.#dropSmall(transaction, blobId);
          await this.#strike(transaction, content);
        } else {
          removable.push(blobId);
        }
      }
      return removable;
    });
  }

  /** The blobs are gone from their place. */
  async removed(blobIds: readonly string[]): Promise<void> {
    const { database, sql } = this.#context;
    const gone = sql.tables.deleteFrom("storage_released").where("content", "in", blobIds.map(blobText));
    if (blobIds.length > 0) await database.run(sql.compile(gone));
  }

  /** Those of the blobs that no object and no part refers to, and that are not queued already. */
  async unknown(blobIds: readonly string[]): Promise<readonly string[]> {
    if (blobIds.length === 0) return [];
    const { database, sql } = this.#context;
    const texts = blobIds.map(blobText);
    const { tables, compile } = sql;
    const inObjects = tables.selectFrom("storage_objects").select("content").where("content", "in", texts);
    const inQueue = tables.selectFrom("storage_released").select("content").where("content", "in", texts);
    const inParts = tables
      .selectFrom("storage_parts")
      .select("blob_id")
      .where("blob_id", "in", [...blobIds]);
    const known = new Set<string>();
    for (const query of [inObjects, inQueue]) {
      for (const { content } of await database.all<{ content: string }>(compile(query))) known.add(content);
    }
    for (const { blob_id: id } of await database.all<{ blob_id: string }>(compile(inParts))) known.add(blobText(id));
    return blobIds.filter((id) => !known.has(blobText(id)));
  }

  async #isUsed(runner: Runner, content: string, blobId: string | undefined): Promise<boolean> {
    const { tables, compile } = this.#context.sql;
    const objects = tables.selectFrom("storage_objects").select("size").where("content", "=", content).limit(1);
    if ((await runner.first(compile(objects))) !== undefined) return true;
    if (blobId === undefined) return false;
    const parts = tables.selectFrom("storage_parts").select("size").where("blob_id", "=", blobId).limit(1);
    return (await runner.first(compile(parts))) !== undefined;
  }

  /** Queues the blobs of an upload that no object stands on any more. */
  async #takeApart(runner: Runner, content: string): Promise<void> {
    const { sql, clock } = this.#context;
    const { tables, compile } = sql;
    const uploadId = content.slice(partsText("").length);
    const parts = tables.selectFrom("storage_parts").select("blob_id").where("upload_id", "=", uploadId);
    for (const { blob_id: id } of await runner.all<{ blob_id: string }>(compile(parts))) {
      const row = { content: blobText(id), released_at: clock.now() };
      const queue = tables.insertInto("storage_released").values(row);
      await runner.run(compile(queue.onConflict((conflict) => conflict.doNothing())));
    }
    await runner.run(compile(tables.deleteFrom("storage_parts").where("upload_id", "=", uploadId)));
    await this.#strike(runner, content);
  }

  async #dropSmall(runner: Runner, blobId: string): Promise<void> {
    const { tables, compile } = this.#context.sql;
    await runner.run(compile(tables.deleteFrom("storage_small_blobs").where("blob_id", "=", blobId)));
  }

  async #strike(runner: Runner, content: string): Promise<void> {
    const { tables, compile } = this.#context.sql;
    await runner.run(compile(tables.deleteFrom("storage_released").where("content", "=", content)));
  }
}

/** Compiled once: they run with every read. */
function readStatements({ sql }: StoreContext) {
  const { tables, prepare } = sql;
  return {
    small: prepare<{ blob: string }>((slot) =>
      tables.selectFrom("storage_small_blobs").select("bytes").where("blob_id", "=", slot("blob")),
    ),
    placed: prepare<{ upload: string; start: number; end: number; limit: number }>((slot) =>
      tables
        .selectFrom("storage_parts")
        .selectAll()
        .where("upload_id", "=", slot("upload"))
        .where("start_at", "<=", slot("end"))
        .where((build) => build(build("start_at", "+", build.ref("size")), ">", slot("start")))
        .orderBy("part_number")
        .limit(slot("limit")),
    ),
    part: prepare<{ upload: string; ordinal: number }>((slot) =>
      tables
        .selectFrom("storage_parts")
        .selectAll()
        .where("upload_id", "=", slot("upload"))
        .where("ordinal", "=", slot("ordinal")),
    ),
  };
}

function toPlaced(row: PartsTable): PlacedBlob {
  return {
    blobId: row.blob_id,
    ordinal: row.ordinal ?? row.part_number,
    start: row.start_at ?? 0,
    size: row.size,
    checksum: toChecksum(row.checksum),
  };
}
