/** ListObjects: the older form of ListObjectsV2, whose pages go on from a name. */

import { accessDenied } from "#storage/faults";
import { requireBucket } from "#storage/guards";
import { nameEncoder, ownerOf, pageSize, splitEntries } from "#storage/listing";
import type { S3Operation, S3Parts } from "#storage/operation";

export function listObjects(parts: S3Parts): S3Operation<"ListObjects"> {
  return async (input, context) => {
    const bucket = await requireBucket(parts, input.Bucket);
    const { Prefix = "", Delimiter = "", Marker = "", EncodingType } = input;
    if (!(await parts.access.allowsList(context.caller, bucket, Prefix))) throw accessDenied();
    const encode = nameEncoder(EncodingType);
    const limit = pageSize(input.MaxKeys, "max-keys");
    const request = { prefix: Prefix, delimiter: Delimiter, after: Marker || undefined, limit };
    const { entries, next } = await parts.objects.list(bucket.id, request);
    const { contents, prefixes } = splitEntries(entries, encode, ownerOf(parts.accountId));
    return {
      Name: input.Bucket,
      Prefix: encode(Prefix),
      Marker: encode(Marker),
      ...(Delimiter !== "" && { Delimiter: encode(Delimiter) }),
      MaxKeys: limit,
      EncodingType,
      IsTruncated: next !== undefined,
      // Without a delimiter clients go on from the last key.
      ...(next !== undefined && Delimiter !== "" && { NextMarker: encode(next) }),
      Contents: contents,
      CommonPrefixes: prefixes,
    };
  };
}
