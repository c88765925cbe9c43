/** AbortMultipartUpload: gives an upload up; its parts are removed. */

import { noSuchUpload } from "#storage/faults";
import { requireBucket, requireUpload } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";

export function abortMultipartUpload(parts: S3Parts): S3Operation<"AbortMultipartUpload"> {
  return async (input, context) => {
    const bucket = await requireBucket(parts, input.Bucket);
    const upload = await requireUpload(parts, context, bucket, input);
    if (!(await parts.uploads.abort(upload.uploadId))) throw noSuchUpload(input.UploadId);
    return {};
  };
}
