/** What most operations begin with: is there such a bucket, may the caller do this, is there such an object. */

import { type Action, mayContinue, maySeeAll } from "./access.ts";
import { accessDenied, noSuchBucket, noSuchKey, noSuchUpload } from "./faults.ts";
import type { Bucket, ObjectRecord, Upload } from "./objects.ts";
import type { S3Context, S3Parts } from "./operation.ts";

/** @throws NoSuchBucket */
export async function requireBucket({ buckets }: Pick<S3Parts, "buckets">, name: string): Promise<Bucket> {
  const bucket = await buckets.find(name);
  if (!bucket) throw noSuchBucket(name);
  return bucket;
}

/** The bucket, for somebody who may see and change buckets as a whole. @throws AccessDenied, NoSuchBucket */
export async function requireWholeBucket(
  parts: Pick<S3Parts, "buckets">,
  context: S3Context,
  name: string,
): Promise<Bucket> {
  requireAllRights(context);
  return requireBucket(parts, name);
}

/** @throws AccessDenied */
export function requireAllRights({ caller }: Pick<S3Context, "caller">): void {
  if (!maySeeAll(caller)) throw accessDenied();
}

/** @throws AccessDenied */
export async function requireAccess(
  { access }: Pick<S3Parts, "access">,
  { caller }: Pick<S3Context, "caller">,
  action: Action,
  bucket: Bucket,
  key: string,
): Promise<void> {
  if (!(await access.allows(caller, action, bucket, key))) throw accessDenied();
}

/** The bucket of an object the caller may act upon. @throws NoSuchBucket, AccessDenied */
export async function requireBucketFor(
  parts: Pick<S3Parts, "buckets" | "access">,
  context: S3Context,
  action: Action,
  input: { readonly Bucket: string; readonly Key: string },
): Promise<Bucket> {
  const bucket = await requireBucket(parts, input.Bucket);
  await requireAccess(parts, context, action, bucket, input.Key);
  return bucket;
}

/** @throws NoSuchKey; AccessDenied to those who may not list either, so that nobody can try which keys there are */
export async function requireObject(
  { objects, access }: Pick<S3Parts, "objects" | "access">,
  { caller }: Pick<S3Context, "caller">,
  bucket: Bucket,
  key: string,
): Promise<ObjectRecord> {
  const object = await objects.head(bucket.id, key);
  if (object) return object;
  throw (await access.allowsList(caller, bucket, key)) ? noSuchKey(key) : accessDenied();
}

/** An upload that is under way and the caller's to go on with. @throws NoSuchUpload, AccessDenied */
export async function requireUpload(
  { uploads }: Pick<S3Parts, "uploads">,
  { caller }: Pick<S3Context, "caller">,
  bucket: Bucket,
  input: { readonly Key: string; readonly UploadId: string },
): Promise<Upload> {
  const upload = await uploads.find(bucket.id, input.Key, input.UploadId);
  if (!upload) throw noSuchUpload(input.UploadId);
  if (!mayContinue(caller, upload)) throw accessDenied();
  return upload;
}
