/** The source of a copy: named by a header, checked for the caller and the header's conditions. */

import { accessDenied, invalidArgument, noSuchVersion } from "./faults.ts";
import { requireAccess, requireBucket, requireObject } from "./guards.ts";
import type { Bucket, ObjectRecord } from "./objects.ts";
import type { S3Context, S3Parts } from "./operation.ts";
import { checkCopyConditions, type CopySourceConditions } from "./preconditions.ts";

export interface CopySource {
  readonly bucket: Bucket;
  readonly object: ObjectRecord;
}

interface Name {
  readonly bucket: string;
  readonly key: string;
}

/**
 * SDKs escape the source, Amplify sends it as it is: the escaped reading is taken first, the literal one where there is no
 * object of that name.
 * @throws Fault
 */
export async function openCopySource(
  parts: S3Parts,
  context: S3Context,
  input: CopySourceConditions & { readonly CopySource: string },
): Promise<CopySource> {
  const [first, second] = readings(input.CopySource);
  if (!first)
    throw invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      input.CopySource,
    );
  const source = (second && (await find(parts, context, second))) ?? (await open(parts, context, first));
  checkCopyConditions(input, source.object);
  return source;
}

async function open(parts: S3Parts, context: S3Context, { bucket: name, key }: Name): Promise<CopySource> {
  const bucket = await requireBucket(parts, name);
  await requireAccess(parts, context, "GetObject", bucket, key);
  return { bucket, object: await requireObject(parts, context, bucket, key) };
}

/** The literal reading counts only when there is such an object and the caller may read it. */
async function find(
  { buckets, objects, access }: S3Parts,
  { caller }: S3Context,
  { bucket: name, key }: Name,
): Promise<CopySource | undefined> {
  const bucket = await buckets.find(name);
  if (!bucket || !(await access.allows(caller, "GetObject", bucket, key))) return undefined;
  const object = await objects.head(bucket.id, key);
  return object && { bucket, object };
}

/** The escaped reading, and the literal one where it is another. */
function readings(header: string): readonly Name[] {
  const [, path = header, version] = /^(.*)\?versionId=([^?]*)$/s.exec(header) ?? [];
  const literal = nameOf(path);
  const decoded = path.includes("%") ? nameOf(decode(path)) : literal;
  if (version !== undefined && version !== "null") throw noSuchVersion(decoded?.key ?? "", version);
  return [decoded, decoded?.key === literal?.key ? undefined : literal].filter((name) => name !== undefined);
}

function nameOf(path: string): Name | undefined {
  if (path.startsWith("arn:")) throw accessDenied("Copy sources named by access points are not served.");
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(path) ?? [];
  return bucket !== undefined && key !== undefined ? { bucket, key } : undefined;
}

/** A stray percent sign means that nothing was escaped. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
