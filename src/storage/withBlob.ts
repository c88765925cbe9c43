/** Writes bytes and commits them, or leaves nothing behind. */

import type { ContentStore } from "./objects.ts";

interface Written {
  readonly blobId: string;
  readonly size: number;
}

/** Gives the written blob to `commit`; when that throws, the blob is discarded and the error thrown on. */
export async function withBlob<Result>(
  content: ContentStore,
  source: AsyncIterable<Uint8Array>,
  commit: (written: Written) => Promise<Result>,
): Promise<Result> {
  const written = await content.write(source);
  try {
    return await commit(written);
  } catch (error) {
    content.discard(written.blobId);
    throw error;
  }
}
