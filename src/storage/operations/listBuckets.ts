/** ListBuckets: the buckets there are, by name. */

import { requireAllRights } from "#storage/guards";
import { bucketView, continuationToken, ownerOf, readContinuationToken } from "#storage/listing";
import type { S3Operation, S3Parts } from "#storage/operation";

const longestPage = 10_000;

export function listBuckets({ buckets, region, accountId }: S3Parts): S3Operation<"ListBuckets"> {
  return async (input, context) => {
    requireAllRights(context);
    const limit = Math.max(1, Math.min(input.MaxBuckets ?? longestPage, longestPage));
    const elsewhere = input.BucketRegion !== undefined && input.BucketRegion !== region;
    const after = readContinuationToken(input.ContinuationToken);
    const found = elsewhere ? [] : await buckets.list(after, limit + 1, input.Prefix);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      Buckets: page.map((bucket) => bucketView(bucket, region)),
      Owner: ownerOf(accountId),
      ...(last && { ContinuationToken: continuationToken(last.name) }),
      ...(input.Prefix !== undefined && { Prefix: input.Prefix }),
    };
  };
}
