/** Port: where the bytes of stored objects lie. `tests/exams/blobs.ts` is its exam. */

/** Bytes that would survive a power cut. */
export interface WrittenBlob {
  /** Made by the adapter: 1 to 100 of `A-Z a-z 0-9 . _ -`, never used twice. */
  readonly blobId: string;
  readonly size: number;
}

/** A blob as the sweep sees it. */
export interface BlobEntry {
  readonly blobId: string;
  readonly size: number;
  /** When it was finished, in milliseconds since the epoch by the clock of whoever keeps it. */
  readonly writtenAt: number;
}

/** First and last byte, both inclusive, counted from 0; `end` lies before the blob's size. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Opened bytes. They are taken once, by iterating or by pouring, or closed; they stay whole though the blob is removed
 * meanwhile.
 */
export interface BlobBody extends AsyncIterable<Uint8Array> {
  /** All of it, where it lies in memory already. */
  readonly whole?: Uint8Array | undefined;
  /**
   * Gives the chunks one after the other to `write` and waits for each; the memory of a chunk is used again as soon as
   * `write` has settled, so that big bodies cost no garbage. What `write` throws ends it and is thrown on.
   */
  pour(write: (chunk: Uint8Array) => Promise<void>): Promise<void>;
  /** Ends it early; after the end it does nothing. */
  close(): void;
}

/** Blobs are written once, whole or not at all, and never changed. */
export interface Blobs {
  /**
   * Writes all of `source` and settles when it is durable. When the source throws or the place fails, nothing is left
   * behind and that error is thrown; the source is ended in every case. The memory of a chunk may be used again as soon as
   * the next one is asked for, or the source ended.
   * @throws BlobsUnavailable when there is no room or the place is away
   */
  write(source: AsyncIterable<Uint8Array>): Promise<WrittenBlob>;
  /**
   * Opens a blob, or a part of it.
   * @returns undefined when there is no such blob
   * @throws BlobsUnavailable
   */
  read(blobId: string, range?: ByteRange): Promise<BlobBody | undefined>;
  /** Removes a blob. One that is not there is removed already. */
  remove(blobId: string): Promise<void>;
  /** All finished blobs, in no order; those that come or go meanwhile may or may not be among them. */
  list(): AsyncIterable<BlobEntry>;
  /** Clears away what writers left that died before `olderThan` (milliseconds since the epoch); never of one still writing. */
  clearUnfinished(olderThan: number): Promise<void>;
  /** Whether a write would have a chance now. @throws BlobsUnavailable with the reason */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Checked by `name`. Nothing was kept; the message says what to do. */
export interface BlobsUnavailable extends Error {
  readonly name: "BlobsUnavailable";
  /** `full`: no room left; `away`: trying later may help. */
  readonly reason: "full" | "away";
}
