/** Store: multipart uploads, from their beginning to the object they become. */

import { randomText } from "#kernel/id";
import type { Runner, Sql } from "#ports/database";
import type {
  CompleteOutcome,
  Composition,
  NewPart,
  NewUpload,
  Part,
  Upload,
  UploadIndex,
  UploadListEntry,
  UploadListPage,
  UploadListRequest,
  WriteCondition,
} from "#storage/objects";
import type { StoreContext } from "./context.ts";
import { behindPrefix, bytesOf, justBehind } from "./keys.ts";
import type { ObjectStore } from "./objects.ts";
import { keepSmall } from "./objectStatements.ts";
import { attributesText, checksumText, partsText, tagsText, toPart, toUpload } from "./rows.ts";
import type { ObjectsTable, PartsTable, UploadsTable } from "./tables.ts";
import { createPartStatements, type PartStatements } from "./partStatements.ts";
import { createUploadStatements, type UploadStatements } from "./uploadStatements.ts";
import { commonPrefix, type Place, walk } from "./walk.ts";

export class UploadStore implements UploadIndex {
  readonly #context: StoreContext;
  readonly #objects: ObjectStore;
  readonly #statements: UploadStatements & PartStatements;
  readonly #keepSmall: (values: { blob_id: string; bytes: Uint8Array }) => Sql;

  constructor(context: StoreContext, objects: ObjectStore) {
    this.#context = context;
    this.#objects = objects;
    this.#statements = { ...createUploadStatements(context), ...createPartStatements(context) };
    this.#keepSmall = keepSmall(context.sql);
  }

  async create(upload: NewUpload): Promise<Upload | undefined> {
    const { database, random, clock } = this.#context;
    const row: UploadsTable = {
      upload_id: randomText(random, 48),
      bucket_id: upload.bucketId,
      key: bytesOf(upload.key),
      state: "open",
      initiator: upload.initiator,
      initiated_at: clock.now(),
      checksum_algorithm: upload.checksumAlgorithm ?? null,
      checksum_type: upload.checksumType ?? null,
      attributes: attributesText(upload),
      tags: tagsText(upload.tags),
      completed_etag: null,
      completed_at: null,
    };
    const { changes } = await database.run(this.#statements.create({ ...row }));
    return changes === 0 ? undefined : toUpload(row);
  }

  async find(bucketId: number, key: string, uploadId: string): Promise<Upload | undefined> {
    const row = await this.#row(this.#context.database, uploadId);
    const isMeant = row?.bucket_id === bucketId && Buffer.compare(row.key, bytesOf(key)) === 0;
    return isMeant ? toUpload(row) : undefined;
  }

  async putPart(uploadId: string, part: NewPart): Promise<boolean> {
    const { database, clock, pending, onRelease } = this.#context;
    const bytes = pending.bytes(part.blobId);
    const row: PartsTable = {
      upload_id: uploadId,
      part_number: part.partNumber,
      blob_id: part.blobId,
      size: part.size,
      etag: part.etag,
      checksum: checksumText(part.checksum),
      modified_at: clock.now(),
      ordinal: null,
      start_at: null,
    };
    const { upload_id, part_number } = row;
    const outcomes = await database.batch([
      this.#statements.releasePart({ upload_id, part_number, now: clock.now() }),
      ...(bytes === undefined ? [] : [this.#keepSmall({ blob_id: part.blobId, bytes })]),
      this.#statements.putPart({ ...row }),
    ]);
    const isStored = outcomes.at(-1)?.changes === 1;
    if (isStored) pending.forget(part.blobId);
    else if (bytes !== undefined)
      await database.run(this.#statements.releaseBlob({ blob: part.blobId, now: clock.now() }));
    onRelease();
    return isStored;
  }

  async listParts(uploadId: string, after: number, limit: number): Promise<readonly Part[]> {
    return this.#parts(this.#context.database, uploadId, after, limit);
  }

  async complete(
    upload: Upload,
    compose: (parts: readonly Part[]) => Composition,
    condition?: WriteCondition,
  ): Promise<CompleteOutcome> {
    const { database, onRelease } = this.#context;
    const content = partsText(upload.uploadId);
    const outcome = await database.transaction(async (transaction): Promise<CompleteOutcome> => {
      const row = await this.#row(transaction, upload.uploadId);
      if (row?.state !== "open") {
        // Its twin was quicker: the object stands, and this call is told of it as if it had made it.
        const object = await this.#objects.holding(transaction, upload.bucketId, upload.key, content);
        return object ? { kind: "stored", object } : { kind: "noUpload" };
      }
      const parts = await this.#parts(transaction, upload.uploadId, 0, 10_000);
      const composition = compose(parts);
      const object = objectRow(row, parts, composition, content, this.#seconds());
      const written = await this.#objects.commit(transaction, object, condition);
      if (written.kind === "stored") await this.#settle(transaction, row, composition);
      return written;
    });
    onRelease();
    return outcome;
  }

  async abort(uploadId: string): Promise<boolean> {
    const { database, clock, onRelease } = this.#context;
    const done = await database.transaction(async (transaction) => {
      if ((await this.#row(transaction, uploadId))?.state !== "open") return false;
      await transaction.run(this.#statements.releaseParts({ content: partsText(uploadId), now: clock.now() }));
      await transaction.run(this.#statements.remove({ upload_id: uploadId }));
      return true;
    });
    onRelease();
    return done;
  }

  async list(bucketId: number, request: UploadListRequest): Promise<UploadListPage> {
    if (request.limit === 0) return { entries: [], next: undefined };
    const { steps, truncated } = await walk<UploadsTable>({
      ...request,
      start: startOf(request),
      rows: (from, to, limit) =>
        this.#context.database.all<UploadsTable>(
          this.#statements.page({ bucket_id: bucketId, from: from.key, id: from.id, to, limit }),
        ),
      keyOf: (row) => row.key,
      behind: (row) => ({ key: row.key, id: `${row.upload_id}0` }),
    });
    const entries = steps.map(
      (step): UploadListEntry => (step.kind === "prefix" ? step : { kind: "upload", upload: toUpload(step.row) }),
    );
    const last = entries.at(-1);
    return { entries, next: truncated && last ? markerOf(last) : undefined };
  }

  /** Open uploads that nothing was added to since `before`, at most `limit`: forgotten ones. */
  async stale(before: number, limit: number): Promise<readonly string[]> {
    const rows = await this.#context.database.all<{ upload_id: string }>(this.#statements.stale({ before, limit }));
    return rows.map((row) => row.upload_id);
  }

  /** Forgets that uploads were completed before a time; a Complete that comes again finds none then. */
  async forgetCompleted(before: number): Promise<void> {
    await this.#context.database.run(this.#statements.forgetCompleted({ before }));
  }

  /** Marks the upload completed, drops the parts that were left out and writes down where the others lie. */
  async #settle(transaction: Runner, row: UploadsTable, { partNumbers, etag }: Composition): Promise<void> {
    const { clock } = this.#context;
    const kept = new Set(partNumbers);
    const id = row.upload_id;
    for (const { partNumber } of await this.#parts(transaction, id, 0, 10_000)) {
      if (kept.has(partNumber)) continue;
      const place = { upload_id: id, part_number: partNumber };
      await transaction.run(this.#statements.releasePart({ ...place, now: clock.now() }));
      await transaction.run(this.#statements.removePart(place));
    }
    await transaction.run(this.#statements.place({ upload_id: id }));
    await transaction.run(this.#statements.finish({ upload_id: id, etag, now: clock.now() }));
  }

  async #parts(runner: Runner, uploadId: string, after: number, limit: number): Promise<readonly Part[]> {
    const rows = await runner.all<PartsTable>(this.#statements.parts({ upload_id: uploadId, after, limit }));
    return rows.map(toPart);
  }

  async #row(runner: Runner, uploadId: string): Promise<UploadsTable | undefined> {
    return runner.first<UploadsTable>(this.#statements.find({ upload_id: uploadId }));
  }

  #seconds(): number {
    return Math.floor(this.#context.clock.now() / 1000) * 1000;
  }
}

function objectRow(
  upload: UploadsTable,
  parts: readonly Part[],
  { partNumbers, etag, checksum }: Composition,
  content: string,
  now: number,
): ObjectsTable {
  const kept = new Set(partNumbers);
  return {
    bucket_id: upload.bucket_id,
    key: upload.key,
    size: parts.reduce((sum, part) => sum + (kept.has(part.partNumber) ? part.size : 0), 0),
    etag,
    modified_at: now,
    content,
    part_count: kept.size,
    checksum: checksumText(checksum),
    attributes: upload.attributes,
    tags: upload.tags,
  };
}

function startOf({ afterKey, afterUploadId, prefix, delimiter }: UploadListRequest): Place {
  if (afterKey === undefined) return { key: new Uint8Array(), id: "" };
  const key = bytesOf(afterKey);
  // Ids are of one length, so an id with a character more lies right behind it.
  if (afterUploadId !== undefined && afterUploadId !== "") return { key, id: `${afterUploadId}0` };
  const isFolded = afterKey.startsWith(prefix) && commonPrefix(afterKey, { prefix, delimiter }) === afterKey;
  return { key: isFolded ? behindPrefix(key) : justBehind(key), id: "" };
}

function markerOf(entry: UploadListEntry): { readonly key: string; readonly uploadId: string } {
  return entry.kind === "prefix"
    ? { key: entry.prefix, uploadId: "" }
    : { key: entry.upload.key, uploadId: entry.upload.uploadId };
}
