/** What GetObject and HeadObject have in common: the object as its conditions allow, the bytes that are meant, and the headers. */

import type { GetObjectRequest, HeadObjectRequest } from "#generated/types/s3";
import type { ByteRange } from "#ports/blobs";
import { attributeMembers } from "./attributes.ts";
import { checksumMembers } from "./checksumMembers.ts";
import { quoted } from "./etags.ts";
import { invalidPartNumber, invalidRequest } from "./faults.ts";
import { requireBucketFor, requireObject } from "./guards.ts";
import type { Checksum, ObjectRecord } from "./objects.ts";
import type { S3Context, S3Parts } from "./operation.ts";
import { checkReadConditions } from "./preconditions.ts";
import { contentRange, readRange } from "./range.ts";

type ReadInput = GetObjectRequest & HeadObjectRequest;

export interface Selection {
  readonly object: ObjectRecord;
  /** Undefined for the whole object. */
  readonly range: ByteRange | undefined;
  /** Of the bytes meant; a range of one's own choice has none. */
  readonly checksum: Checksum | undefined;
}

/** @throws Fault when there is no such object, the caller may not have it, or a condition or range does not hold */
export async function selectObject(parts: S3Parts, input: ReadInput, context: S3Context): Promise<Selection> {
  const bucket = await requireBucketFor(parts, context, "GetObject", input);
  const object = await requireObject(parts, context, bucket, input.Key);
  checkReadConditions(input, object);
  if (input.PartNumber !== undefined) return selectPart(parts, object, input);
  const range = readRange(input.Range, object.size);
  return { object, range, checksum: range === undefined ? object.checksum : undefined };
}

async function selectPart(
  parts: S3Parts,
  object: ObjectRecord,
  { PartNumber = 1, Range }: ReadInput,
): Promise<Selection> {
  if (Range !== undefined) throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
  // An object put in one piece is its own first part.
  if (object.partCount === 0 && PartNumber === 1) return { object, range: undefined, checksum: object.checksum };
  const place = await parts.content.part(object, PartNumber);
  if (!place) throw invalidPartNumber(Math.max(1, object.partCount));
  return { object, range: { start: place.start, end: place.start + place.size - 1 }, checksum: place.checksum };
}

/** The members of the answer that travel as headers. */
export function objectMembers(selection: Selection, input: ReadInput) {
  const { object, range, checksum } = selection;
  const tagCount = Object.keys(object.tags).length;
  return {
    AcceptRanges: "bytes",
    LastModified: object.modifiedAt,
    ContentLength: range === undefined ? object.size : range.end - range.start + 1,
    ETag: quoted(object.etag),
    ...attributeMembers(object, input),
    ...(range && { ContentRange: contentRange(range, object.size) }),
    ...(input.ChecksumMode === "ENABLED" && checksumMembers(checksum)),
    ...(input.PartNumber !== undefined && object.partCount > 0 && { PartsCount: object.partCount }),
    ...(tagCount > 0 && { TagCount: tagCount }),
  };
}
