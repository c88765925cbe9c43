/** CreateMultipartUpload: begins an upload in parts, which is its initiator's alone. */

import type { CreateMultipartUploadRequest } from "#generated/types/s3";
import { initiatorOf } from "#storage/access";
import { attributesOf } from "#storage/attributes";
import { isKnownAlgorithm } from "#storage/checksumMembers";
import { invalidRequest, noSuchBucket, notImplemented } from "#storage/faults";
import { requireAccess, requireBucketFor } from "#storage/guards";
import type { NewUpload } from "#storage/objects";
import type { S3Operation, S3Parts } from "#storage/operation";
import { tagsOfHeader } from "#storage/tags";

export function createMultipartUpload(parts: S3Parts): S3Operation<"CreateMultipartUpload"> {
  return async (input, context) => {
    const bucket = await requireBucketFor(parts, context, "PutObject", input);
    if (input.Tagging) await requireAccess(parts, context, "PutObjectTagging", bucket, input.Key);
    const upload = await parts.uploads.create({
      ...attributesOf(input),
      bucketId: bucket.id,
      key: input.Key,
      initiator: initiatorOf(context.caller),
      tags: tagsOfHeader(input.Tagging),
      ...checksumOf(input),
    });
    if (!upload) throw noSuchBucket(input.Bucket);
    return {
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: upload.uploadId,
      ChecksumAlgorithm: upload.checksumAlgorithm,
      ChecksumType: upload.checksumType,
    };
  };
}

/** SHAs cannot be joined to one of the whole object; CRC64NVME is never anything else. */
function checksumOf({
  ChecksumAlgorithm,
  ChecksumType,
}: CreateMultipartUploadRequest): Pick<NewUpload, "checksumAlgorithm" | "checksumType"> {
  if (ChecksumAlgorithm === undefined) {
    if (ChecksumType === undefined) return {};
    throw invalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
  }
  if (!isKnownAlgorithm(ChecksumAlgorithm))
    throw notImplemented(`The checksum ${ChecksumAlgorithm} is not implemented.`);
  const type = ChecksumType ?? (ChecksumAlgorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  const fits =
    type === "COMPOSITE"
      ? ChecksumAlgorithm !== "CRC64NVME"
      : type === "FULL_OBJECT" && !ChecksumAlgorithm.startsWith("SHA");
  if (fits) return { checksumAlgorithm: ChecksumAlgorithm, checksumType: type };
  throw invalidRequest(`The ${type} checksum type cannot be used with the ${ChecksumAlgorithm} checksum algorithm.`);
}
