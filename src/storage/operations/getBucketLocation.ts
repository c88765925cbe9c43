/** GetBucketLocation: the region of a bucket, which is this server's; us-east-1 is told by saying nothing. */

import type { BucketLocationConstraint } from "#generated/types/s3";
import { requireWholeBucket } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";

export function getBucketLocation(parts: S3Parts): S3Operation<"GetBucketLocation"> {
  return async (input, context) => {
    await requireWholeBucket(parts, context, input.Bucket);
    if (parts.region === "us-east-1") return {};
    // A server's region may be one that AWS does not have.
    return { LocationConstraint: parts.region as BucketLocationConstraint };
  };
}
