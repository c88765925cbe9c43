/** DeleteObjects: removes up to a thousand objects, and says of each whether it did. */

import type { DeletedObject, Error as KeyError, ObjectIdentifier } from "#generated/types/s3";
import type { Fault } from "#kernel/wire/fault";
import { bare } from "#storage/etags";
import {
  accessDenied,
  malformedXml,
  noSuchKey,
  noSuchVersion,
  notImplemented,
  preconditionFailed,
} from "#storage/faults";
import { requireBucket } from "#storage/guards";
import { checkKey } from "#storage/names";
import type { Bucket } from "#storage/objects";
import type { S3Context, S3Operation, S3Parts } from "#storage/operation";

const most = 1000;

export function deleteObjects(parts: S3Parts): S3Operation<"DeleteObjects"> {
  return async (input, context) => {
    const bucket = await requireBucket(parts, input.Bucket);
    const { Objects, Quiet } = input.Delete;
    if (Objects.length === 0 || Objects.length > most)
      throw malformedXml(`1 to ${most} objects can be deleted at once`);
    const errors: KeyError[] = [];
    const plain: string[] = [];
    const deleted: DeletedObject[] = [];
    for (const object of Objects) {
      const refusal = await refusalOf(parts, context, bucket, object);
      if (refusal) errors.push({ Key: object.Key, Code: refusal.code, Message: refusal.message });
      else {
        if (object.ETag === undefined) plain.push(object.Key);
        deleted.push({ Key: object.Key, ...(object.VersionId !== undefined && { VersionId: object.VersionId }) });
      }
    }
    await parts.objects.removeMany(bucket.id, plain);
    return { ...(!Quiet && { Deleted: deleted }), Errors: errors };
  };
}

/** Why an object stays. Those with a condition of their own are removed here, one by one. */
async function refusalOf(
  { access, objects }: S3Parts,
  { caller }: S3Context,
  bucket: Bucket,
  { Key, ETag, VersionId, LastModifiedTime, Size }: ObjectIdentifier,
): Promise<Fault | undefined> {
  if (Key === "") return malformedXml("a key is empty");
  if (!(await access.allows(caller, "DeleteObject", bucket, Key))) return accessDenied();
  if (VersionId !== undefined && VersionId !== "null" && VersionId !== "") return noSuchVersion(Key, VersionId);
  if (LastModifiedTime !== undefined || Size !== undefined) {
    return notImplemented("Deletes with a condition on time or size are not implemented.");
  }
  checkKey(Key);
  if (ETag === undefined) return undefined;
  const tag = bare(ETag);
  const outcome = await objects.remove(bucket.id, Key, { ifMatch: tag === "*" ? "*" : [tag] });
  if (outcome === "deleted") return undefined;
  return outcome === "absent" ? noSuchKey(Key) : preconditionFailed("If-Match");
}
