/** DeleteBucket: removes an empty bucket. */

import { bucketInUse, bucketNotEmpty, noSuchBucket } from "#storage/faults";
import { requireAllRights } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";

export function deleteBucket({ buckets }: S3Parts): S3Operation<"DeleteBucket"> {
  return async (input, context) => {
    requireAllRights(context);
    const outcome = await buckets.remove(input.Bucket);
    if (outcome.kind === "absent") throw noSuchBucket(input.Bucket);
    if (outcome.kind === "notEmpty") throw bucketNotEmpty(input.Bucket);
    if (outcome.kind === "inUse") throw bucketInUse(input.Bucket, outcome.holder);
    return {};
  };
}
