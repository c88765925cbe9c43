/** Bodies that lie in no single blob: bytes from the database, and the parts of a completed upload one behind the other. */

import type { BlobBody } from "#ports/blobs";

export class MemoryBody implements BlobBody {
  readonly whole: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.whole = bytes;
  }

  async pour(write: (chunk: Uint8Array) => Promise<void>): Promise<void> {
    if (this.whole.length > 0) await write(this.whole);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (this.whole.length > 0) yield this.whole;
  }

  close(): void {
    // There is nothing open.
  }
}

export class JoinedBody implements BlobBody {
  readonly #others: AsyncGenerator<BlobBody>;
  readonly #onEnd: () => void;
  #current: BlobBody;
  #isClosed = false;

  /** @param onEnd called once, when it has been read to its end or closed */
  constructor(first: BlobBody, others: AsyncGenerator<BlobBody>, onEnd: () => void) {
    this.#current = first;
    this.#others = others;
    this.#onEnd = onEnd;
  }

  async pour(write: (chunk: Uint8Array) => Promise<void>): Promise<void> {
    try {
      for await (const body of this.#bodies()) await body.pour(write);
    } finally {
      this.close();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for await (const body of this.#bodies()) yield* body;
    } finally {
      this.close();
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#current.close();
    this.#onEnd();
  }

  async *#bodies(): AsyncGenerator<BlobBody> {
    yield this.#current;
    for await (const body of this.#others) {
      this.#current = body;
      yield body;
    }
  }
}
