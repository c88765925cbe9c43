/** UploadPartCopy: makes a part of an upload from an object, or a range of one. */

import { checksums, nodeHasher } from "#kernel/checksum/checksums";
import type { BlobBody } from "#ports/blobs";
import { partChecksumMembers } from "#storage/checksumMembers";
import { type CopySource, openCopySource } from "#storage/copySource";
import { quoted } from "#storage/etags";
import { conflict, entityTooLarge, noSuchUpload } from "#storage/faults";
import { requireBucketFor, requireUpload } from "#storage/guards";
import type { ChecksumAlgorithm } from "#storage/objects";
import type { S3Operation, S3Parts } from "#storage/operation";
import { checkPartNumber } from "#storage/partNumber";
import { copyRange } from "#storage/range";
import { withBlob } from "#storage/withBlob";

/** 5 GiB. */
const longestPart = 5 * 1024 ** 3;

export function uploadPartCopy(parts: S3Parts): S3Operation<"UploadPartCopy"> {
  return async (input, context) => {
    checkPartNumber(input.PartNumber);
    const bucket = await requireBucketFor(parts, context, "PutObject", input);
    const upload = await requireUpload(parts, context, bucket, input);
    if (upload.completedEtag !== undefined) throw noSuchUpload(input.UploadId);
    const source = await openCopySource(parts, context, input);
    const hashed = new Hashed(await open(parts, source, input.CopySourceRange), upload.checksumAlgorithm);
    return withBlob(parts.content, hashed, async ({ blobId, size }) => {
      const { etag, checksum } = hashed.digests();
      const part = { partNumber: input.PartNumber, blobId, size, etag, checksum };
      if (!(await parts.uploads.putPart(upload.uploadId, part))) throw noSuchUpload(input.UploadId);
      const LastModified = parts.clock.now();
      return { CopyPartResult: { ETag: quoted(etag), LastModified, ...partChecksumMembers(checksum) } };
    });
  };
}

async function open({ content }: S3Parts, { object }: CopySource, header: string | undefined): Promise<BlobBody> {
  const range = copyRange(header, object.size);
  if ((range ? range.end - range.start + 1 : object.size) > longestPart) throw entityTooLarge(longestPart);
  const body = await content.read(object, range);
  if (!body) throw conflict();
  return body;
}

/** Bytes whose digests are there once they have gone by. */
class Hashed implements AsyncIterable<Uint8Array> {
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #md5 = nodeHasher("md5");
  readonly #algorithm: ChecksumAlgorithm | undefined;
  readonly #checksum;

  constructor(source: AsyncIterable<Uint8Array>, algorithm: ChecksumAlgorithm | undefined) {
    this.#source = source;
    this.#algorithm = algorithm;
    this.#checksum = algorithm && checksums[algorithm].hasher();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const bytes of this.#source) {
      this.#md5.update(bytes);
      this.#checksum?.update(bytes);
      yield bytes;
    }
  }

  digests() {
    const value = this.#checksum?.digest().toString("base64");
    const checksum =
      this.#algorithm && value !== undefined
        ? { algorithm: this.#algorithm, value, type: "FULL_OBJECT" as const }
        : undefined;
    return { etag: this.#md5.digest().toString("hex"), checksum };
  }
}
