/** Writes one stream into a new file and makes it durable, reading on while the disk writes. */

import { type FileHandle, open } from "node:fs/promises";

/** Bytes gathered before they are written in one go; with those on their way to the disk, twice that is held at most. */
const GATHERED = 1024 * 1024;

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

async function pour(handle: FileHandle, source: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await writing;
    writing = writeAll(handle, gathered, bytes);
    // Its failure is met by the next flush; until then it must not count as unhandled.
    writing.catch(() => undefined);
    gathered = [];
    bytes = 0;
  };
  try {
    for await (const chunk of source) {
      if (chunk.length === 0) continue;
      gathered.push(chunk);
      bytes += chunk.length;
      size += chunk.length;
      if (bytes >= GATHERED) await flush();
    }
    if (bytes > 0) await flush();
  } finally {
    // The file must not be closed under a write that is under way.
    await writing.catch(() => undefined);
  }
  await writing;
  return size;
}

async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[], bytes: number): Promise<void> {
  const [only] = chunks;
  const { bytesWritten } =
    chunks.length === 1 && only !== undefined ? await handle.write(only) : await handle.writev([...chunks]);
  if (bytesWritten === bytes) return;
  // A disk that is nearly full takes a part; writing the rest tells why.
  let rest = Buffer.concat(chunks).subarray(bytesWritten);
  while (rest.length > 0) rest = rest.subarray((await handle.write(rest)).bytesWritten);
}
