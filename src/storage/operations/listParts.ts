/** ListParts: the parts an upload has so far. */

import { partChecksumMembers } from "#storage/checksumMembers";
import { quoted } from "#storage/etags";
import { invalidArgument, noSuchUpload } from "#storage/faults";
import { requireBucket, requireUpload } from "#storage/guards";
import { ownerOf, pageSize } from "#storage/listing";
import type { S3Operation, S3Parts } from "#storage/operation";

export function listParts(parts: S3Parts): S3Operation<"ListParts"> {
  return async (input, context) => {
    const bucket = await requireBucket(parts, input.Bucket);
    const upload = await requireUpload(parts, context, bucket, input);
    if (upload.completedEtag !== undefined) throw noSuchUpload(input.UploadId);
    const after = markerOf(input.PartNumberMarker);
    const limit = pageSize(input.MaxParts, "max-parts");
    const found = await parts.uploads.listParts(upload.uploadId, after, limit + 1);
    const page = found.slice(0, limit);
    const truncated = found.length > limit;
    return {
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: upload.uploadId,
      PartNumberMarker: String(after),
      ...(truncated && { NextPartNumberMarker: String(page.at(-1)?.partNumber ?? after) }),
      MaxParts: limit,
      IsTruncated: truncated,
      Parts: page.map(({ partNumber, modifiedAt, etag, size, checksum }) => ({
        PartNumber: partNumber,
        LastModified: modifiedAt,
        ETag: quoted(etag),
        Size: size,
        ...partChecksumMembers(checksum),
      })),
      Initiator: { ID: upload.initiator, DisplayName: upload.initiator },
      Owner: ownerOf(parts.accountId),
      StorageClass: "STANDARD",
      ChecksumAlgorithm: upload.checksumAlgorithm,
      ChecksumType: upload.checksumType,
    };
  };
}

function markerOf(text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalidArgument(
    "Argument part-number-marker must be an integer between 0 and 2147483647",
    "part-number-marker",
    text,
  );
}
