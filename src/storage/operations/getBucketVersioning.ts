/** GetBucketVersioning: buckets keep one version of an object, which S3 tells by an empty document. */

import { requireWholeBucket } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";

export function getBucketVersioning(parts: S3Parts): S3Operation<"GetBucketVersioning"> {
  return async (input, context) => {
    await requireWholeBucket(parts, context, input.Bucket);
    return {};
  };
}
