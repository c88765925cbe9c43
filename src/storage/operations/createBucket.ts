/** CreateBucket: makes an empty bucket. */

import { bucketTaken, notImplemented } from "#storage/faults";
import { requireAllRights } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";

export function createBucket({ buckets }: S3Parts): S3Operation<"CreateBucket"> {
  return async (input, context) => {
    requireAllRights(context);
    const { Bucket: kind, Location, Tags = [] } = input.CreateBucketConfiguration ?? {};
    if (kind !== undefined || Location !== undefined) throw notImplemented("Directory buckets are not implemented.");
    if (Tags.length > 0) throw notImplemented("Tags of buckets are not implemented.");
    const { kind: outcome } = await buckets.create(input.Bucket);
    if (outcome === "taken") throw bucketTaken(input.Bucket);
    return { Location: `/${input.Bucket}` };
  };
}
