/** The list of S3 operations that are served; the others of S3 are refused by name. */

import type { S3Operations } from "#generated/types/s3";
import type { S3Operation, S3Parts } from "./operation.ts";
import { abortMultipartUpload } from "./operations/abortMultipartUpload.ts";
import { completeMultipartUpload } from "./operations/completeMultipartUpload.ts";
import { copyObject } from "./operations/copyObject.ts";
import { createBucket } from "./operations/createBucket.ts";
import { createMultipartUpload } from "./operations/createMultipartUpload.ts";
import { deleteBucket } from "./operations/deleteBucket.ts";
import { deleteObject } from "./operations/deleteObject.ts";
import { deleteObjectTagging } from "./operations/deleteObjectTagging.ts";
import { deleteObjects } from "./operations/deleteObjects.ts";
import { getBucketLocation } from "./operations/getBucketLocation.ts";
import { getBucketVersioning } from "./operations/getBucketVersioning.ts";
import { getObject } from "./operations/getObject.ts";
import { getObjectTagging } from "./operations/getObjectTagging.ts";
import { headBucket } from "./operations/headBucket.ts";
import { headObject } from "./operations/headObject.ts";
import { listBuckets } from "./operations/listBuckets.ts";
import { listMultipartUploads } from "./operations/listMultipartUploads.ts";
import { listObjectVersions } from "./operations/listObjectVersions.ts";
import { listObjects } from "./operations/listObjects.ts";
import { listObjectsV2 } from "./operations/listObjectsV2.ts";
import { listParts } from "./operations/listParts.ts";
import { putObject } from "./operations/putObject.ts";
import { putObjectTagging } from "./operations/putObjectTagging.ts";
import { uploadPart } from "./operations/uploadPart.ts";
import { uploadPartCopy } from "./operations/uploadPartCopy.ts";

export type S3OperationTable = { readonly [Name in keyof S3Operations]: S3Operation<Name> };

export function createS3Operations(parts: S3Parts): S3OperationTable {
  return {
    AbortMultipartUpload: abortMultipartUpload(parts),
    CompleteMultipartUpload: completeMultipartUpload(parts),
    CopyObject: copyObject(parts),
    CreateBucket: createBucket(parts),
    CreateMultipartUpload: createMultipartUpload(parts),
    DeleteBucket: deleteBucket(parts),
    DeleteObject: deleteObject(parts),
    DeleteObjectTagging: deleteObjectTagging(parts),
    DeleteObjects: deleteObjects(parts),
    GetBucketLocation: getBucketLocation(parts),
    GetBucketVersioning: getBucketVersioning(parts),
    GetObject: getObject(parts),
    GetObjectTagging: getObjectTagging(parts),
    HeadBucket: headBucket(parts),
    HeadObject: headObject(parts),
    ListBuckets: listBuckets(parts),
    ListMultipartUploads: listMultipartUploads(parts),
    ListObjectVersions: listObjectVersions(parts),
    ListObjects: listObjects(parts),
    ListObjectsV2: listObjectsV2(parts),
    ListParts: listParts(parts),
    PutObject: putObject(parts),
    PutObjectTagging: putObjectTagging(parts),
    UploadPart: uploadPart(parts),
    UploadPartCopy: uploadPartCopy(parts),
  };
}
