/** The bytes of objects: small ones in the house database, others behind the blobs port, completed uploads part by part. */

import type { BlobBody, Blobs, ByteRange } from "#ports/blobs";
import type { Log } from "#ports/log";
import { JoinedBody, MemoryBody } from "./bodies.ts";
import type { ContentStore, ObjectRecord, PartPlace } from "./objects.ts";
import { isSmall } from "./store/pending.ts";
import type { Stores } from "./store/stores.ts";

export interface ContentParts {
  readonly blobs: Blobs;
  readonly stores: Pick<Stores, "contents" | "pending">;
  readonly log: Log;
  /** Bytes up to which content is kept in the database: one commit is cheaper than a file of its own. */
  readonly smallLimit: number;
}

/** Parts looked up at a time while a big object streams. */
const PARTS_AHEAD = 64;

/** What the sweep asks before it takes parts away. */
export interface Pins {
  isPinned(uploadId: string): boolean;
}

export function createContent(parts: ContentParts): ContentStore & Pins {
  return new Content(parts);
}

class Content implements ContentStore, Pins {
  readonly #parts: ContentParts;
  /** How many streams read the parts of an upload now. */
  readonly #readers = new Map<string, number>();

  constructor(parts: ContentParts) {
    this.#parts = parts;
  }

  async write(source: AsyncIterable<Uint8Array>): Promise<{ readonly blobId: string; readonly size: number }> {
    const { blobs, stores, smallLimit } = this.#parts;
    const head = await gather(source, smallLimit);
    if (head.rest === undefined) {
      const bytes = Buffer.concat(head.chunks);
      return { blobId: stores.pending.hold(bytes), size: bytes.length };
    }
    const written = await blobs.write(joined(head.chunks, head.rest));
    stores.pending.note(written.blobId);
    return written;
  }

  discard(blobId: string): void {
    const { stores, log } = this.#parts;
    if (!stores.pending.isPending(blobId)) return;
    stores.pending.forget(blobId);
    if (isSmall(blobId)) return;
    this.#removeUnknown(blobId).catch((error: unknown) => {
      log.warn({ error, blobId }, "A blob nobody refers to could not be removed; the sweep will try again");
    });
  }

  /** A commit that seemed to fail may have happened all the same; then the index knows the blob. */
  async #removeUnknown(blobId: string): Promise<void> {
    const { blobs, stores } = this.#parts;
    const unknown = await stores.contents.unknown([blobId]);
    await Promise.all(unknown.map((id) => blobs.remove(id)));
  }

  async read(object: ObjectRecord, range?: ByteRange): Promise<BlobBody | undefined> {
    if (object.size === 0) return new MemoryBody(new Uint8Array());
    const meant = range ?? { start: 0, end: object.size - 1 };
    const { content } = object;
    return content.kind === "blob" ? this.#readBlob(content.blobId, meant) : this.#readParts(content.uploadId, meant);
  }

  async part(object: ObjectRecord, ordinal: number): Promise<PartPlace | undefined> {
    if (object.content.kind === "blob") return undefined;
    return this.#parts.stores.contents.part(object.content.uploadId, ordinal);
  }

  isPinned(uploadId: string): boolean {
    return this.#readers.has(uploadId);
  }

  async #readBlob(blobId: string, range: ByteRange): Promise<BlobBody | undefined> {
    if (!isSmall(blobId)) return this.#parts.blobs.read(blobId, range);
    const bytes = await this.#parts.stores.contents.small(blobId);
    return bytes && new MemoryBody(bytes.subarray(range.start, range.end + 1));
  }

  /** Opens the first part before anything is promised; the others when their turn comes. */
  async #readParts(uploadId: string, range: ByteRange): Promise<BlobBody | undefined> {
    const unpin = this.#pin(uploadId);
    const stretch = this.#stretch(uploadId, range);
    try {
      const first = await stretch.next();
      if (first.done !== true) return new JoinedBody(first.value, stretch, unpin);
    } catch (error) {
      unpin();
      throw error;
    }
    unpin();
    return undefined;
  }

  /** The parts' bodies in order, each cut to the range. Ends at once when the first part is no longer there. */
  async *#stretch(uploadId: string, { start, end }: ByteRange): AsyncGenerator<BlobBody> {
    let from = start;
    while (from <= end) {
      const places = await this.#parts.stores.contents.placed(uploadId, from, end, PARTS_AHEAD);
      for (const { blobId, start: at, size } of places) {
        const within = { start: Math.max(0, from - at), end: Math.min(size - 1, end - at) };
        const body = await this.#readBlob(blobId, within);
        if (body === undefined && from === start) return;
        if (body === undefined) throw new Error(`The blob ${blobId} of upload ${uploadId} is missing.`);
        yield body;
        from = at + size;
      }
      if (places.length === 0 && from === start) return;
      if (places.length === 0) throw new Error(`Upload ${uploadId} has no bytes from ${from} on.`);
    }
  }

  #pin(uploadId: string): () => void {
    this.#readers.set(uploadId, (this.#readers.get(uploadId) ?? 0) + 1);
    let isPinned = true;
    return () => {
      if (!isPinned) return;
      isPinned = false;
      const left = (this.#readers.get(uploadId) ?? 1) - 1;
      if (left > 0) this.#readers.set(uploadId, left);
      else this.#readers.delete(uploadId);
    };
  }
}

interface Head {
  readonly chunks: readonly Uint8Array[];
  /** What follows; undefined when the source is at its end. */
  readonly rest: AsyncIterator<Uint8Array> | undefined;
}

/** Reads until there is more than `limit`, or the end. */
async function gather(source: AsyncIterable<Uint8Array>, limit: number): Promise<Head> {
  const rest = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  while (bytes <= limit) {
    const step = await rest.next();
    if (step.done === true) return { chunks, rest: undefined };
    bytes += step.value.length;
    // The memory of a chunk is used again once the next one is asked for.
    chunks.push(bytes <= limit ? new Uint8Array(step.value) : step.value);
  }
  return { chunks, rest };
}

async function* joined(chunks: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
    for (let step = await rest.next(); step.done !== true; step = await rest.next()) yield step.value;
  } finally {
    // Ends the source where the writer stopped early; one that ended by itself takes no notice.
    await rest.return?.();
  }
}
