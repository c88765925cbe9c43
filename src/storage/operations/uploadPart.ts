/** UploadPart: stores one part of an upload; a part of the same number gives way. */

import { partChecksumMembers } from "#storage/checksumMembers";
import { quoted } from "#storage/etags";
import { invalidRequest, noSuchUpload } from "#storage/faults";
import { requireBucketFor, requireUpload } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";
import { checkPartNumber } from "#storage/partNumber";
import { withBlob } from "#storage/withBlob";

export function uploadPart(parts: S3Parts): S3Operation<"UploadPart"> {
  return async (input, context) => {
    checkPartNumber(input.PartNumber);
    const bucket = await requireBucketFor(parts, context, "PutObject", input);
    const upload = await requireUpload(parts, context, bucket, input);
    if (upload.completedEtag !== undefined) throw noSuchUpload(input.UploadId);
    const { body } = context;
    const wanted = upload.checksumAlgorithm;
    if (wanted && body.checksumAlgorithm && body.checksumAlgorithm !== wanted) {
      throw invalidRequest(
        `Checksum Type mismatch occurred, expected checksum Type: ${wanted}, actual checksum Type: ${body.checksumAlgorithm}`,
      );
    }
    if (wanted && !body.checksumAlgorithm) body.compute(wanted);
    return withBlob(parts.content, body, async ({ blobId, size }) => {
      const { md5: etag, checksum } = body.digests();
      const part = { partNumber: input.PartNumber, blobId, size, etag, checksum };
      if (!(await parts.uploads.putPart(upload.uploadId, part))) throw noSuchUpload(input.UploadId);
      return { ETag: quoted(etag), ...partChecksumMembers(checksum) };
    });
  };
}
