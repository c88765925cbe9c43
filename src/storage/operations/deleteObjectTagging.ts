/** DeleteObjectTagging: takes all tags off an object. */

import { noSuchKey } from "#storage/faults";
import { requireBucketFor } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";

export function deleteObjectTagging(parts: S3Parts): S3Operation<"DeleteObjectTagging"> {
  return async (input, context) => {
    const bucket = await requireBucketFor(parts, context, "DeleteObjectTagging", input);
    if (!(await parts.objects.setTags(bucket.id, input.Key, {}))) throw noSuchKey(input.Key);
    return {};
  };
}
