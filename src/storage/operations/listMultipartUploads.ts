/** ListMultipartUploads: the uploads of a bucket that are neither completed nor aborted. */

import type { MultipartUpload } from "#generated/types/s3";
import { requireWholeBucket } from "#storage/guards";
import { nameEncoder, type Owner, ownerOf, pageSize } from "#storage/listing";
import type { Upload } from "#storage/objects";
import type { S3Operation, S3Parts } from "#storage/operation";

export function listMultipartUploads(parts: S3Parts): S3Operation<"ListMultipartUploads"> {
  return async (input, context) => {
    const bucket = await requireWholeBucket(parts, context, input.Bucket);
    const encode = nameEncoder(input.EncodingType);
    const limit = pageSize(input.MaxUploads, "max-uploads");
    const { Prefix = "", Delimiter = "", KeyMarker = "", UploadIdMarker = "" } = input;
    const { entries, next } = await parts.uploads.list(bucket.id, {
      prefix: Prefix,
      delimiter: Delimiter,
      afterKey: KeyMarker || undefined,
      afterUploadId: KeyMarker && UploadIdMarker ? UploadIdMarker : undefined,
      limit,
    });
    const owner = ownerOf(parts.accountId);
    return {
      Bucket: input.Bucket,
      KeyMarker: encode(KeyMarker),
      UploadIdMarker,
      ...(next && { NextKeyMarker: encode(next.key), NextUploadIdMarker: next.uploadId }),
      Prefix: encode(Prefix),
      ...(Delimiter !== "" && { Delimiter: encode(Delimiter) }),
      MaxUploads: limit,
      IsTruncated: next !== undefined,
      Uploads: entries.flatMap((entry) => (entry.kind === "upload" ? [uploadView(entry.upload, encode, owner)] : [])),
      CommonPrefixes: entries.flatMap((entry) => (entry.kind === "prefix" ? [{ Prefix: encode(entry.prefix) }] : [])),
      EncodingType: input.EncodingType,
    };
  };
}

function uploadView(upload: Upload, encode: (name: string) => string, owner: Owner): MultipartUpload {
  return {
    UploadId: upload.uploadId,
    Key: encode(upload.key),
    Initiated: upload.initiatedAt,
    StorageClass: "STANDARD",
    Owner: owner,
    Initiator: { ID: upload.initiator, DisplayName: upload.initiator },
    ChecksumAlgorithm: upload.checksumAlgorithm,
    ChecksumType: upload.checksumType,
  };
}
