/** CompleteMultipartUpload: makes an object of the parts, which stay where they are. */

import type { CompleteMultipartUploadRequest } from "#generated/types/s3";
import { checksumMembers, givenChecksum } from "#storage/checksumMembers";
import { checkPartList, composeParts } from "#storage/composition";
import { quoted } from "#storage/etags";
import { badDigest, invalidRequest, noSuchUpload } from "#storage/faults";
import { requireBucketFor, requireUpload } from "#storage/guards";
import type { Checksum, Composition, Part, Upload } from "#storage/objects";
import type { S3Operation, S3Parts } from "#storage/operation";
import { storedObject, writeCondition } from "#storage/preconditions";

export function completeMultipartUpload(parts: S3Parts): S3Operation<"CompleteMultipartUpload"> {
  return async (input, context) => {
    const bucket = await requireBucketFor(parts, context, "PutObject", input);
    const upload = await requireUpload(parts, context, bucket, input);
    const listed = input.MultipartUpload?.Parts ?? [];
    checkPartList(upload, listed);
    // A client whose answer got lost asks again: the same answer.
    if (upload.completedEtag !== undefined) return answer(input, context.url, upload.completedEtag, undefined);
    const compose = (stored: readonly Part[]): Composition => {
      const composition = composeParts(upload, listed, stored);
      checkWhole(input, upload, composition, stored);
      return composition;
    };
    const outcome = await parts.uploads.complete(upload, compose, writeCondition(input));
    if (outcome.kind === "noUpload") throw noSuchUpload(input.UploadId);
    const { etag, checksum } = storedObject(outcome, input);
    return answer(input, context.url, etag, checksum);
  };
}

function answer(
  { Bucket, Key }: CompleteMultipartUploadRequest,
  url: string,
  etag: string,
  checksum: Checksum | undefined,
) {
  return { Location: url, Bucket, Key, ETag: quoted(etag), ...checksumMembers(checksum) };
}

/** What the request says of the whole object. @throws BadDigest, InvalidRequest */
function checkWhole(
  input: CompleteMultipartUploadRequest,
  { checksumAlgorithm: algorithm, checksumType }: Upload,
  { checksum, partNumbers }: Composition,
  stored: readonly Part[],
): void {
  if (input.ChecksumType !== undefined && input.ChecksumType !== checksumType) {
    throw invalidRequest("The checksum type is not the one the upload was created with.");
  }
  const given = algorithm && givenChecksum(input, algorithm);
  if (given !== undefined && given !== checksum?.value) throw badDigest(algorithm ?? "checksum");
  if (input.MpuObjectSize === undefined) return;
  const kept = new Set(partNumbers);
  const size = stored.reduce((sum, part) => sum + (kept.has(part.partNumber) ? part.size : 0), 0);
  if (size !== input.MpuObjectSize)
    throw invalidRequest(`The parts have ${size} bytes, not the ${input.MpuObjectSize} of x-amz-mp-object-size.`);
}
