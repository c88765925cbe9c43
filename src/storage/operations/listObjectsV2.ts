/** ListObjectsV2: a page of a bucket's objects and common prefixes, in the order of UTF-8 bytes. */

import { accessDenied } from "#storage/faults";
import { requireBucket } from "#storage/guards";
import {
  continuationToken,
  nameEncoder,
  ownerOf,
  pageSize,
  readContinuationToken,
  splitEntries,
} from "#storage/listing";
import type { S3Operation, S3Parts } from "#storage/operation";

export function listObjectsV2(parts: S3Parts): S3Operation<"ListObjectsV2"> {
  return async (input, context) => {
    const bucket = await requireBucket(parts, input.Bucket);
    const { Prefix = "", Delimiter = "", StartAfter, ContinuationToken, EncodingType } = input;
    if (!(await parts.access.allowsList(context.caller, bucket, Prefix))) throw accessDenied();
    const encode = nameEncoder(EncodingType);
    const limit = pageSize(input.MaxKeys, "max-keys");
    const after = readContinuationToken(ContinuationToken) ?? (StartAfter || undefined);
    const { entries, next } = await parts.objects.list(bucket.id, {
      prefix: Prefix,
      delimiter: Delimiter,
      after,
      limit,
    });
    const owner = input.FetchOwner ? ownerOf(parts.accountId) : undefined;
    const { contents, prefixes } = splitEntries(entries, encode, owner);
    // Clients compare what is echoed with what they sent, and take an empty element for a value.
    return {
      Name: input.Bucket,
      Prefix: encode(Prefix),
      ...(Delimiter !== "" && { Delimiter: encode(Delimiter) }),
      MaxKeys: limit,
      EncodingType,
      KeyCount: entries.length,
      IsTruncated: next !== undefined,
      ContinuationToken,
      ...(next !== undefined && { NextContinuationToken: continuationToken(next) }),
      ...(StartAfter && { StartAfter: encode(StartAfter) }),
      Contents: contents,
      CommonPrefixes: prefixes,
    };
  };
}
