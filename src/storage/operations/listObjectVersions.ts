/** ListObjectVersions: each object as its only version, called null. */

import { requireWholeBucket } from "#storage/guards";
import { nameEncoder, ownerOf, pageSize, splitEntries } from "#storage/listing";
import type { S3Operation, S3Parts } from "#storage/operation";

export function listObjectVersions(parts: S3Parts): S3Operation<"ListObjectVersions"> {
  return async (input, context) => {
    const bucket = await requireWholeBucket(parts, context, input.Bucket);
    const { Prefix = "", Delimiter = "", KeyMarker = "", VersionIdMarker = "", EncodingType } = input;
    const encode = nameEncoder(EncodingType);
    const limit = pageSize(input.MaxKeys, "max-keys");
    const request = { prefix: Prefix, delimiter: Delimiter, after: KeyMarker || undefined, limit };
    const { entries, next } = await parts.objects.list(bucket.id, request);
    const { contents, prefixes } = splitEntries(entries, encode, ownerOf(parts.accountId));
    return {
      Name: input.Bucket,
      Prefix: encode(Prefix),
      KeyMarker: encode(KeyMarker),
      VersionIdMarker,
      ...(Delimiter !== "" && { Delimiter: encode(Delimiter) }),
      MaxKeys: limit,
      EncodingType,
      IsTruncated: next !== undefined,
      ...(next !== undefined && { NextKeyMarker: encode(next), NextVersionIdMarker: "null" }),
      Versions: contents.map((object) => ({ ...object, StorageClass: "STANDARD", VersionId: "null", IsLatest: true })),
      CommonPrefixes: prefixes,
    };
  };
}
