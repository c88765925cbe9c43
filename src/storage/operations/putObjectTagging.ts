/** PutObjectTagging: gives an object these tags and no others. */

import { noSuchKey } from "#storage/faults";
import { requireBucketFor } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";
import { tagsOf } from "#storage/tags";

export function putObjectTagging(parts: S3Parts): S3Operation<"PutObjectTagging"> {
  return async (input, context) => {
    const bucket = await requireBucketFor(parts, context, "PutObjectTagging", input);
    const tags = tagsOf(input.Tagging.TagSet);
    if (!(await parts.objects.setTags(bucket.id, input.Key, tags))) throw noSuchKey(input.Key);
    return {};
  };
}
