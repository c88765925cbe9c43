/** Copies one object from place to place: its bytes, type, headers and metadata. */

import type { CompletedPart, CreateMultipartUploadCommandInput } from "@aws-sdk/client-s3";
import type { Place } from "./place.ts";

const MEBIBYTE = 1024 * 1024;
/** Up to this size an object is put in one piece. */
const ONE_PIECE = 16 * MEBIBYTE;
const MOST_PARTS = 10_000;

/** @param onBytes told of bytes as they arrive at the destination */
export async function transfer(from: Place, to: Place, key: string, onBytes: (bytes: number) => void): Promise<void> {
  const got = await from.client.getObject({ Bucket: from.bucket, Key: from.prefix + key });
  const body = (got.Body ?? []) as AsyncIterable<Uint8Array>;
  const size = got.ContentLength ?? 0;
  const target: CreateMultipartUploadCommandInput = {
    Bucket: to.bucket,
    Key: to.prefix + key,
    ContentType: got.ContentType,
    CacheControl: got.CacheControl,
    ContentDisposition: got.ContentDisposition,
    ContentEncoding: got.ContentEncoding,
    ContentLanguage: got.ContentLanguage,
    Metadata: got.Metadata,
  };
  const pieces = inPieces(body, partSize(size));
  if (size > ONE_PIECE) {
    await transferParts(to, target, pieces, onBytes);
    return;
  }
  let Body: Uint8Array = new Uint8Array();
  for await (const piece of pieces) Body = piece;
  await to.client.putObject({ ...target, Body });
  onBytes(Body.length);
}

function partSize(size: number): number {
  return Math.max(ONE_PIECE, Math.ceil(size / MOST_PARTS / MEBIBYTE) * MEBIBYTE);
}

async function transferParts(
  { client }: Place,
  target: CreateMultipartUploadCommandInput,
  pieces: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const { Bucket, Key } = target;
  const { UploadId } = await client.createMultipartUpload(target);
  const Parts: CompletedPart[] = [];
  try {
    for await (const Body of pieces) {
      const PartNumber = Parts.length + 1;
      const { ETag } = await client.uploadPart({ Bucket, Key, UploadId, PartNumber, Body });
      Parts.push({ PartNumber, ETag });
      onBytes(Body.length);
    }
    await client.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
  } catch (error) {
    await client.abortMultipartUpload({ Bucket, Key, UploadId }).catch(() => undefined);
    throw error;
  }
}

async function* inPieces(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    gathered.push(chunk);
    bytes += chunk.length;
    if (bytes < size) continue;
    const all = Buffer.concat(gathered);
    yield all.subarray(0, size);
    gathered = [all.subarray(size)];
    bytes = all.length - size;
  }
  if (bytes > 0) yield Buffer.concat(gathered);
}
