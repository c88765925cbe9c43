/** Writes one stream into a new file and makes it durable, reading on while the disk writes. */

import { type FileHandle, open } from "node:fs/promises";
import { giveBuffers, takeBuffer } from "./buffers.ts";

/** Writes all of `source` to the new file `path` and syncs it. Answers its size. On any failure the caller removes the file. */
export async function writeDurably(path: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  const handle = await open(path, "wx", 0o600);
  try {
    const size = await pour(handle, source);
    // After a failed sync the bytes may be gone whatever a second one says, so it is never tried again.
    await handle.datasync();
    return size;
  } finally {
    await handle.close();
  }
}

/** Gathers the chunks, whose memory is thus free at once, and writes what is gathered while more comes. */
async function pour(handle: FileHandle, source: AsyncIterable<Uint8Array>): Promise<number> {
  const [front, back] = [takeBuffer(), takeBuffer()];
  let current = front;
  let filled = 0;
  let size = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await writing;
    writing = writeAll(handle, current.subarray(0, filled));
    // Its failure is met by the next flush; until then it must not count as unhandled.
    writing.catch(() => undefined);
    current = current === front ? back : front;
    filled = 0;
  };
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; ) {
        const piece = chunk.subarray(at, at + current.length - filled);
        current.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        size += piece.length;
        if (filled === current.length) await flush();
      }
    }
    if (filled > 0) await flush();
  } finally {
    // Neither the file nor the buffers may be given away under a write that is under way.
    await writing.catch(() => undefined);
    giveBuffers(front, back);
  }
  await writing;
  return size;
}

/** A disk that is nearly full takes a part; writing the rest tells why. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}
