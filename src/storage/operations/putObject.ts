/** PutObject: stores an object from one request; it is there once its row is. */

import { attributesOf } from "#storage/attributes";
import { checksumMembers } from "#storage/checksumMembers";
import { quoted } from "#storage/etags";
import { requireAccess, requireBucketFor } from "#storage/guards";
import type { S3Operation, S3Parts } from "#storage/operation";
import { foresee, storedObject, writeCondition } from "#storage/preconditions";
import { tagsOfHeader } from "#storage/tags";
import { withBlob } from "#storage/withBlob";

export function putObject(parts: S3Parts): S3Operation<"PutObject"> {
  return async (input, context) => {
    const bucket = await requireBucketFor(parts, context, "PutObject", input);
    const attributes = attributesOf(input);
    const tags = tagsOfHeader(input.Tagging);
    if (input.Tagging) await requireAccess(parts, context, "PutObjectTagging", bucket, input.Key);
    const condition = writeCondition(input);
    if (condition) foresee(condition, await parts.objects.head(bucket.id, input.Key), input.Key);
    return withBlob(parts.content, context.body, async ({ blobId, size }) => {
      const { md5: etag, checksum } = context.body.digests();
      const object = { ...attributes, key: input.Key, blobId, size, etag, checksum, tags };
      storedObject(await parts.objects.put(bucket.id, object, condition), input);
      return { ETag: quoted(etag), ...checksumMembers(checksum) };
    });
  };
}
