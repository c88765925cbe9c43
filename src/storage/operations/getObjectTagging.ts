/** GetObjectTagging: the tags of an object. */

import { requireBucketFor, requireObject } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";
import { tagSet } from "#storage/tags";

export function getObjectTagging(parts: S3Parts): S3Operation<"GetObjectTagging"> {
  return async (input, context) => {
    const bucket = await requireBucketFor(parts, context, "GetObjectTagging", input);
    const { tags } = await requireObject(parts, context, bucket, input.Key);
    return { TagSet: tagSet(tags) };
  };
}
