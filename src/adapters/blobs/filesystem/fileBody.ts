/** The bytes of an open file, read ahead while the ones before are written. */

import type { FileHandle } from "node:fs/promises";
import type { BlobBody, ByteRange } from "#ports/blobs";
import { giveBuffers, takeBuffer } from "./buffers.ts";

const CHUNK = 256 * 1024;

export class FileBody implements BlobBody {
  readonly #handle: FileHandle;
  readonly #translate: (error: unknown) => unknown;
  #position: number;
  #left: number;
  #isClosed = false;

  /** @param translate gives the error to throw for what the operating system raised */
  constructor(handle: FileHandle, range: ByteRange | undefined, translate: (error: unknown) => unknown) {
    this.#handle = handle;
    this.#translate = translate;
    this.#position = range?.start ?? 0;
    this.#left = range ? range.end - range.start + 1 : Number.MAX_SAFE_INTEGER;
  }

  async pour(write: (chunk: Uint8Array) => Promise<void>): Promise<void> {
    const [front, back] = [takeBuffer(), takeBuffer()];
    let reading: Promise<Uint8Array | undefined> = this.#read(front);
    try {
      for (let turn = 0; ; turn += 1) {
        const chunk = await reading;
        if (chunk === undefined) return;
        reading = this.#read(turn % 2 === 0 ? back : front);
        await write(chunk);
      }
    } finally {
      // Neither the file nor the buffers may be given away under a read that is under way.
      await reading.catch(() => undefined);
      this.close();
      giveBuffers(front, back);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = await this.#read(Buffer.allocUnsafeSlow(Math.min(CHUNK, this.#left)));
        if (chunk === undefined) return;
        yield chunk;
      }
    } finally {
      this.close();
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Nothing was written by it, so nothing can be lost.
    this.#handle.close().catch(() => undefined);
  }

  /** The next bytes, or undefined at the end. */
  async #read(buffer: Buffer): Promise<Uint8Array | undefined> {
    if (this.#left === 0 || this.#isClosed) return undefined;
    try {
      const length = Math.min(buffer.length, this.#left);
      const { bytesRead } = await this.#handle.read(buffer, 0, length, this.#position);
      this.#position += bytesRead;
      this.#left = bytesRead === 0 ? 0 : this.#left - bytesRead;
      return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
    } catch (error) {
      throw this.#translate(error);
    }
  }
}
