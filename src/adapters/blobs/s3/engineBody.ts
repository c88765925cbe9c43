/** The bytes of an engine's answer. */

import type { Readable } from "node:stream";
import type { BlobBody } from "#ports/blobs";

export class EngineBody implements BlobBody {
  readonly #stream: Readable;

  constructor(stream: Readable) {
    this.#stream = stream;
    // An answer that breaks off before anybody reads it is told to whoever does.
    stream.on("error", () => undefined);
  }

  async pour(write: (chunk: Uint8Array) => Promise<void>): Promise<void> {
    for await (const chunk of this) await write(chunk);
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  close(): void {
    this.#stream.destroy();
  }
}
