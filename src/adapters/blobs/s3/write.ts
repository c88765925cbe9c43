/** Writes one stream to an S3 engine: at once when it is short, else as a multipart upload whose parts grow with it. */

import type { CompletedPart, S3 } from "@aws-sdk/client-s3";

const MEBIBYTE = 1024 * 1024;
/** The least an engine takes for a part; twice that is held at most while parts are small. */
const FIRST_PART = 8 * MEBIBYTE;
/** Parts grow twofold every thousand, so that ten thousand of them reach further than any engine. */
const PARTS_PER_SIZE = 1000;
const LARGEST_PART = 512 * MEBIBYTE;

export interface Target {
  readonly client: S3;
  readonly bucket: string;
  readonly key: string;
}

/** Fails when the source was the culprit, so that its error is not taken for the engine's. */
export class SourceFailure extends Error {
  override readonly name = "SourceFailure";
}

/** Answers the size. What failed is not left behind. */
export async function writeObject(target: Target, source: AsyncIterable<Uint8Array>): Promise<number> {
  const { client, bucket: Bucket, key: Key } = target;
  const pieces = inPieces(source);
  try {
    const first = await pieces.next();
    const body = first.done === true ? Buffer.alloc(0) : first.value;
    const second = first.done === true ? first : await pieces.next();
    if (second.done === true) {
      await client.putObject({ Bucket, Key, Body: body });
      return body.length;
    }
    return await writeParts(target, [body, second.value], pieces);
  } finally {
    await pieces.return(undefined);
  }
}

async function writeParts(
  { client, bucket: Bucket, key: Key }: Target,
  begun: readonly Buffer[],
  rest: AsyncIterator<Buffer>,
): Promise<number> {
  const { UploadId } = await client.createMultipartUpload({ Bucket, Key });
  const Parts: CompletedPart[] = [];
  let size = 0;
  const send = async (Body: Buffer): Promise<void> => {
    const PartNumber = Parts.length + 1;
    const { ETag } = await client.uploadPart({ Bucket, Key, UploadId, PartNumber, Body });
    Parts.push({ PartNumber, ETag });
    size += Body.length;
  };
  try {
    for (const piece of begun) await send(piece);
    for (let step = await rest.next(); step.done !== true; step = await rest.next()) await send(step.value);
    await client.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
    return size;
  } catch (error) {
    // Should this fail too, the clearing of unfinished uploads finds it later.
    await client.abortMultipartUpload({ Bucket, Key, UploadId }).catch(() => undefined);
    throw error;
  }
}

/** The source in pieces of a part's size, the last one shorter. */
async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  let count = 0;
  for await (const chunk of guarded(source)) {
    gathered.push(new Uint8Array(chunk));
    bytes += chunk.length;
    const wanted = Math.min(LARGEST_PART, FIRST_PART * 2 ** Math.floor(count / PARTS_PER_SIZE));
    if (bytes < wanted) continue;
    const all = Buffer.concat(gathered);
    yield all.subarray(0, wanted);
    gathered = [all.subarray(wanted)];
    bytes = all.length - wanted;
    count += 1;
  }
  if (bytes > 0) yield Buffer.concat(gathered);
}

async function* guarded(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw new SourceFailure("the source failed", { cause: error });
  }
}
