/** DeleteObject: removes an object; one that is not there is removed already. */

import { noSuchKey, notImplemented, preconditionFailed } from "#storage/faults";
import { requireBucketFor } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";
import { writeCondition } from "#storage/preconditions";

export function deleteObject(parts: S3Parts): S3Operation<"DeleteObject"> {
  return async (input, context) => {
    const bucket = await requireBucketFor(parts, context, "DeleteObject", input);
    if (input.IfMatchLastModifiedTime !== undefined || input.IfMatchSize !== undefined) {
      throw notImplemented("Deletes with a condition on time or size are not implemented; use If-Match.");
    }
    const outcome = await parts.objects.remove(bucket.id, input.Key, writeCondition({ IfMatch: input.IfMatch }));
    if (outcome === "mismatch") throw preconditionFailed("If-Match");
    if (outcome === "absent") throw noSuchKey(input.Key);
    return {};
  };
}
