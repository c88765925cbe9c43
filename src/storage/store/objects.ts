/** Store: the index of objects. */

import { attributesText, blobText, checksumText, tagsText, toObject, toSummary } from "./rows.ts";
import type { Outcome, Runner, Sql } from "#ports/database";
import type {
  CopyOutcome,
  CopyRequest,
  ListEntry,
  ListPage,
  ListRequest,
  NewObject,
  ObjectIndex,
  ObjectRecord,
  Tags,
  WriteCondition,
  WriteOutcome,
} from "#storage/objects";
import { isConditional, refusalOf } from "./conditions.ts";
import type { StoreContext } from "./context.ts";
import { bytesOf, justBehind } from "./keys.ts";
import { createObjectStatements, keepSmall, type ObjectStatements } from "./objectStatements.ts";
import type { SummaryRow } from "./rows.ts";
import type { ObjectsTable } from "./tables.ts";
import { placeAfter, walk } from "./walk.ts";

export class ObjectStore implements ObjectIndex {
  readonly #context: StoreContext;
  readonly #statements: ObjectStatements;
  readonly #keepSmall: (values: { blob_id: string; bytes: Uint8Array }) => Sql;

  constructor(context: StoreContext) {
    this.#context = context;
    this.#statements = createObjectStatements(context);
    this.#keepSmall = keepSmall(context.sql);
  }

  async head(bucketId: number, key: string): Promise<ObjectRecord | undefined> {
    const row = await this.#row(this.#context.database, bucketId, bytesOf(key));
    return row && toObject(row);
  }

  async put(bucketId: number, object: NewObject, condition?: WriteCondition): Promise<WriteOutcome> {
    const { pending, onRelease } = this.#context;
    const row = rowOf(bucketId, object, this.#now());
    const bytes = pending.bytes(object.blobId);
    const before = bytes === undefined ? [] : [this.#keepSmall({ blob_id: object.blobId, bytes })];
    const outcome = isConditional(condition)
      ? await this.#context.database.transaction(async (transaction) => {
          const held = await this.#row(transaction, bucketId, row.key);
          const refusal = refusalOf(condition, held?.etag);
          return refusal === undefined ? this.#write(transaction, row, before) : { kind: refusal };
        })
      : await this.#write(this.#context.database, row, before);
    if (outcome.kind === "stored") {
      pending.forget(object.blobId);
      onRelease();
    }
    return outcome;
  }

  /** Replaces a row; on the database itself as one batch, so that writers who come together share a commit. */
  async #write(runner: Runner, row: ObjectsTable, before: readonly Sql[]): Promise<WriteOutcome> {
    const { put, release } = this.#statements;
    const place = { bucket_id: row.bucket_id, key: row.key };
    const outcomes = await this.#together(runner, [
      release({ ...place, now: this.#context.clock.now() }),
      ...before,
      put({ ...row }),
    ]);
    if (outcomes.at(-1)?.changes === 0) {
      if (before.length > 0) await this.#releaseContent(runner, row.content);
      return { kind: "noBucket" };
    }
    return { kind: "stored", object: toObject(row) };
  }

  async remove(bucketId: number, key: string, condition?: WriteCondition): Promise<"deleted" | "mismatch" | "absent"> {
    const place = { bucket_id: bucketId, key: bytesOf(key) };
    const statements = [this.#release(place), this.#statements.remove(place)];
    if (!isConditional(condition)) {
      await this.#context.database.batch(statements);
    } else {
      const refusal = await this.#context.database.transaction(async (transaction) => {
        const held = await this.#row(transaction, bucketId, place.key);
        const found = refusalOf({ ifMatch: condition.ifMatch }, held?.etag);
        if (found === undefined) await this.#together(transaction, statements);
        return found;
      });
      if (refusal === "mismatch" || refusal === "absent") return refusal;
    }
    this.#context.onRelease();
    return "deleted";
  }

  async removeMany(bucketId: number, keys: readonly string[]): Promise<void> {
    const places = keys.map((key) => ({ bucket_id: bucketId, key: bytesOf(key) }));
    await this.#context.database.batch(
      places.flatMap((place) => [this.#release(place), this.#statements.remove(place)]),
    );
    this.#context.onRelease();
  }

  async list(bucketId: number, request: ListRequest): Promise<ListPage> {
    if (request.limit === 0) return { entries: [], next: undefined };
    const { steps, truncated } = await walk<SummaryRow>({
      ...request,
      start: { key: placeAfter(request.after, request), id: "" },
      rows: (from, to, limit) =>
        this.#context.database.all<SummaryRow>(
          this.#statements.page({ bucket_id: bucketId, from: from.key, to, limit }),
        ),
      keyOf: (row) => row.key,
      behind: (row) => ({ key: justBehind(row.key), id: "" }),
    });
    const entries = steps.map(
      (step): ListEntry => (step.kind === "prefix" ? step : { kind: "object", object: toSummary(step.row) }),
    );
    const last = entries.at(-1);
    return { entries, next: truncated && last ? nameOf(last) : undefined };
  }

  async copy(request: CopyRequest, condition?: WriteCondition): Promise<CopyOutcome> {
    const key = bytesOf(request.key);
    const outcome = await this.#context.database.transaction(async (transaction): Promise<CopyOutcome> => {
      const source = await this.#row(transaction, request.sourceBucketId, bytesOf(request.sourceKey));
      if (source?.etag !== request.sourceEtag) return { kind: "changed" };
      const held = await this.#row(transaction, request.bucketId, key);
      const refusal = isConditional(condition) ? refusalOf(condition, held?.etag) : undefined;
      if (refusal !== undefined) return { kind: refusal };
      const row: ObjectsTable = {
        ...source,
        bucket_id: request.bucketId,
        key,
        modified_at: this.#now(),
        ...(request.attributes && { attributes: attributesText(request.attributes) }),
        ...(request.tags && { tags: tagsText(request.tags) }),
      };
      return this.#write(transaction, row, []);
    });
    this.#context.onRelease();
    return outcome;
  }

  async setTags(bucketId: number, key: string, tags: Tags): Promise<boolean> {
    const statement = this.#statements.setTags({ bucket_id: bucketId, key: bytesOf(key), tags: tagsText(tags) });
    return (await this.#context.database.run(statement)).changes > 0;
  }

  /** For uploads: puts the object a completed upload stands for, inside the caller's transaction. */
  async commit(runner: Runner, row: ObjectsTable, condition: WriteCondition | undefined): Promise<WriteOutcome> {
    const held = await this.#row(runner, row.bucket_id, row.key);
    const refusal = isConditional(condition) ? refusalOf(condition, held?.etag) : undefined;
    return refusal === undefined ? this.#write(runner, row, []) : { kind: refusal };
  }

  /** The object at a place, if it is of this content. */
  async holding(runner: Runner, bucketId: number, key: string, content: string): Promise<ObjectRecord | undefined> {
    const row = await this.#row(runner, bucketId, bytesOf(key));
    return row?.content === content ? toObject(row) : undefined;
  }

  async #row(runner: Runner, bucketId: number, key: Uint8Array): Promise<ObjectsTable | undefined> {
    return runner.first<ObjectsTable>(this.#statements.head({ bucket_id: bucketId, key }));
  }

  #release(place: { bucket_id: number; key: Uint8Array }): Sql {
    return this.#statements.release({ ...place, now: this.#context.clock.now() });
  }

  async #releaseContent(runner: Runner, content: string): Promise<void> {
    const { sql, clock } = this.#context;
    const row = { content, released_at: clock.now() };
    await runner.run(sql.compile(sql.tables.insertInto("storage_released").values(row)));
  }

  async #together(runner: Runner, statements: readonly Sql[]): Promise<readonly Outcome[]> {
    if (runner === this.#context.database) return this.#context.database.batch(statements);
    const outcomes: Outcome[] = [];
    for (const statement of statements) outcomes.push(await runner.run(statement));
    return outcomes;
  }

  /** HTTP dates know whole seconds, so that is what is kept and compared. */
  #now(): number {
    return Math.floor(this.#context.clock.now() / 1000) * 1000;
  }
}

function rowOf(bucketId: number, object: NewObject, modifiedAt: number): ObjectsTable {
  return {
    bucket_id: bucketId,
    key: bytesOf(object.key),
    size: object.size,
    etag: object.etag,
    modified_at: modifiedAt,
    content: blobText(object.blobId),
    part_count: 0,
    checksum: checksumText(object.checksum),
    attributes: attributesText(object),
    tags: tagsText(object.tags),
  };
}

function nameOf(entry: ListEntry): string {
  return entry.kind === "object" ? entry.object.key : entry.prefix;
}
