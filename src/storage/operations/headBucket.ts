/** HeadBucket: whether there is such a bucket, and where. */

import { requireWholeBucket } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";

export function headBucket(parts: S3Parts): S3Operation<"HeadBucket"> {
  return async (input, context) => {
    await requireWholeBucket(parts, context, input.Bucket);
    return { BucketRegion: parts.region };
  };
}
