/** CopyObject: makes an object of another's bytes, or changes what is said of an object; no bytes are moved. */

import type { CopyObjectRequest } from "#generated/types/s3";
import { attributesOf } from "#storage/attributes";
import { checksumMembers } from "#storage/checksumMembers";
import { type CopySource, openCopySource } from "#storage/copySource";
import { quoted } from "#storage/etags";
import { invalidArgument, invalidRequest, notImplemented } from "#storage/faults";
import { requireAccess, requireBucketFor } from "#storage/guards";
import type { Bucket, CopyOutcome } from "#storage/objects";
import type { S3Operation, S3Parts } from "#storage/operation";
import { storedObject, writeCondition } from "#storage/preconditions";
import { tagsOfHeader } from "#storage/tags";

/** 5 GiB; larger objects are copied part by part. */
const longestCopy = 5 * 1024 ** 3;
/** The source can be replaced between reading of it and the copy. */
const tries = 5;

export function copyObject(parts: S3Parts): S3Operation<"CopyObject"> {
  return async (input, context) => {
    const bucket = await requireBucketFor(parts, context, "PutObject", input);
    const replaces = directive(input.MetadataDirective, "x-amz-metadata-directive");
    const retags = directive(input.TaggingDirective, "x-amz-tagging-directive");
    const tags = retags ? tagsOfHeader(input.Tagging) : undefined;
    if (input.Tagging && retags) await requireAccess(parts, context, "PutObjectTagging", bucket, input.Key);
    const change = { attributes: replaces ? attributesOf(input) : undefined, tags };
    for (let attempt = 1; ; attempt += 1) {
      const source = await openCopySource(parts, context, input);
      checkCopy(source, bucket, input, replaces || retags);
      if (!retags && Object.keys(source.object.tags).length > 0) {
        await requireAccess(parts, context, "GetObjectTagging", source.bucket, source.object.key);
        await requireAccess(parts, context, "PutObjectTagging", bucket, input.Key);
      }
      const outcome = await copy(parts, source, bucket, input, change);
      if (outcome.kind === "changed" && attempt < tries) continue;
      const { etag, modifiedAt, checksum } = storedObject(outcome, input);
      return { CopyObjectResult: { ETag: quoted(etag), LastModified: modifiedAt, ...checksumMembers(checksum) } };
    }
  };
}

function copy(
  { objects }: S3Parts,
  source: CopySource,
  bucket: Bucket,
  input: CopyObjectRequest,
  change: Pick<Parameters<S3Parts["objects"]["copy"]>[0], "attributes" | "tags">,
): Promise<CopyOutcome> {
  const { key: sourceKey, etag: sourceEtag } = source.object;
  const request = { sourceBucketId: source.bucket.id, sourceKey, sourceEtag, bucketId: bucket.id, key: input.Key };
  return objects.copy({ ...request, ...change }, writeCondition(input));
}

function directive(value: string | undefined, header: string): boolean {
  if (value === undefined || value === "COPY") return false;
  if (value === "REPLACE") return true;
  throw invalidArgument(`Unknown value for ${header}; it must be COPY or REPLACE.`, header, value);
}

function checkCopy({ bucket: from, object }: CopySource, to: Bucket, input: CopyObjectRequest, changes: boolean): void {
  if (object.size > longestCopy) {
    throw invalidRequest(
      "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120",
    );
  }
  if (from.id === to.id && object.key === input.Key && !changes) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata or tags.",
    );
  }
  const asked = input.ChecksumAlgorithm;
  if (asked !== undefined && asked !== object.checksum?.algorithm) {
    throw notImplemented("Copies keep the checksum of their source; another one is not computed.");
  }
}
