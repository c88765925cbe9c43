/** Writes one stream into a new file and makes it durable; the disk is kept busy while more of the stream comes. */

import { type FileHandle, open } from "node:fs/promises";

/** After so many bytes the disk is told to begin. */
const AHEAD = 4 * 1024 * 1024;

/** Writes all of `source` to the new file `path` and syncs it. Answers its size. On any failure the caller removes the file. */
export async function writeDurably(path: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  const handle = await open(path, "wx", 0o600);
  const early = new EarlySync(handle);
  try {
    let size = 0;
    for await (const chunk of source) {
      await writeAll(handle, chunk);
      size += chunk.length;
      early.note(chunk.length);
    }
    await early.end();
    // After a failed sync the bytes may be gone whatever a second one says, so it is never tried again.
    await handle.datasync();
    return size;
  } finally {
    await early.end().catch(() => undefined);
    await handle.close();
  }
}

/** Syncs what was written so far while the rest is still coming, so that little is left to wait for in the end. */
class EarlySync {
  readonly #handle: FileHandle;
  #unsynced = 0;
  #running = false;
  #last: Promise<void> = Promise.resolve();

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Told of bytes that were written. */
  note(bytes: number): void {
    this.#unsynced += bytes;
    if (this.#unsynced < AHEAD || this.#running) return;
    this.#unsynced = 0;
    this.#running = true;
    this.#last = this.#sync();
    // Its failure is told by `end`; until then it must not count as unhandled.
    this.#last.catch(() => undefined);
  }

  /** When nothing runs any more. @throws what any of the syncs threw: the operating system tells it once */
  end(): Promise<void> {
    return this.#last;
  }

  async #sync(): Promise<void> {
    await this.#handle.datasync();
    this.#running = false;
  }
}

/** A disk that is nearly full takes a part; writing the rest tells why. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}
