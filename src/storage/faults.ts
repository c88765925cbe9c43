/** The storage plane's faults: S3's codes, statuses and members, in one place. */

import { Fault } from "#kernel/wire/fault";
import type { SigV4FaultNames } from "#kernel/wire/sigv4Faults";

function fault(status: number, code: string, message: string, members: Readonly<Record<string, string>> = {}): Fault {
  return new Fault(code, message, { status, members });
}

export const accessDenied = (message = "Access Denied"): Fault => fault(403, "AccessDenied", message);
export const noSuchBucket = (name: string): Fault =>
  fault(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: name });
export const noSuchKey = (key: string): Fault =>
  fault(404, "NoSuchKey", "The specified key does not exist.", { Key: key });
export const noSuchVersion = (key: string, version: string): Fault =>
  fault(404, "NoSuchVersion", "The specified version does not exist; this server keeps one version, called null.", {
    Key: key,
    VersionId: version,
  });
export const noSuchUpload = (uploadId: string): Fault =>
  fault(
    404,
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    { UploadId: uploadId },
  );
export const notImplemented = (message: string): Fault => fault(501, "NotImplemented", message);
export const methodNotAllowed = (method: string): Fault =>
  fault(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", { Method: method });

export const invalidArgument = (message: string, name: string, value: string): Fault =>
  fault(400, "InvalidArgument", message, { ArgumentName: name, ArgumentValue: value.slice(0, 1024) });
/** A header or parameter that cannot be read; the message names it. */
export const badInput = (message: string): Fault => fault(400, "InvalidArgument", message);
export const invalidRequest = (message: string): Fault => fault(400, "InvalidRequest", message);
export const invalidUri = (): Fault =>
  fault(400, "InvalidURI", "Couldn't parse the specified URI: its path is not percent-encoded UTF-8.");
export const invalidBucketName = (name: string): Fault =>
  fault(400, "InvalidBucketName", "The specified bucket is not valid.", { BucketName: name });
export const keyTooLong = (size: number): Fault =>
  fault(400, "KeyTooLongError", "Your key is too long", { Size: String(size), MaxSizeAllowed: "1024" });
export const metadataTooLarge = (): Fault =>
  fault(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", {
    MaxSizeAllowed: "2048",
  });
export const malformedXml = (reason: string): Fault =>
  fault(400, "MalformedXML", `The XML you provided was not well-formed or did not fit its schema: ${reason}`);
export const invalidTag = (message: string): Fault => fault(400, "InvalidTag", message);
export const invalidStorageClass = (): Fault =>
  fault(400, "InvalidStorageClass", "The storage class you specified is not valid: this server has STANDARD only.");

export const preconditionFailed = (condition: string): Fault =>
  fault(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    Condition: condition,
  });
/** Not an error, but an answer without a body; the members become its headers. */
export const notModified = (etag: string, modifiedAt: number): Fault =>
  fault(304, "NotModified", "Not Modified", { ETag: etag, "Last-Modified": new Date(modifiedAt).toUTCString() });
export const conflict = (): Fault =>
  fault(409, "ConditionalRequestConflict", "The object was changed while the request ran. Please try again.");
export const invalidPartNumber = (count: number): Fault =>
  fault(416, "InvalidPartNumber", "The requested partnumber is not satisfiable", { ActualPartCount: String(count) });
export const invalidRange = (range: string, size: number): Fault =>
  fault(416, "InvalidRange", "The requested range is not satisfiable", {
    RangeRequested: range,
    ActualObjectSize: String(size),
  });

export const invalidDigest = (): Fault => fault(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
export const badDigest = (what: string): Fault =>
  fault(400, "BadDigest", `The ${what} you specified did not match what we received.`);
export const wrongSha256 = (expected: string, actual: string): Fault =>
  fault(
    400,
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    {
      ClientComputedContentSHA256: expected,
      S3ComputedContentSHA256: actual,
    },
  );
export const incompleteBody = (message: string): Fault => fault(400, "IncompleteBody", message);
export const signatureDoesNotMatch = (message: string): Fault => fault(403, "SignatureDoesNotMatch", message);
export const missingContentLength = (): Fault =>
  fault(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
export const entityTooLarge = (allowed: number): Fault =>
  fault(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
    MaxSizeAllowed: String(allowed),
  });
export const entityTooSmall = (partNumber: number, size: number, allowed: number): Fault =>
  fault(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
    PartNumber: String(partNumber),
    ProposedSize: String(size),
    MinSizeAllowed: String(allowed),
  });
export const invalidPart = (partNumber: number, uploadId: string): Fault =>
  fault(
    400,
    "InvalidPart",
    "One or more of the specified parts could not be found. The part may not have been uploaded, or its entity tag or checksum did not match.",
    { PartNumber: String(partNumber), UploadId: uploadId },
  );
export const invalidPartOrder = (uploadId: string): Fault =>
  fault(
    400,
    "InvalidPartOrder",
    "The list of parts was not in ascending order. Parts must be ordered by part number.",
    {
      UploadId: uploadId,
    },
  );

export const bucketTaken = (name: string): Fault =>
  fault(409, "BucketAlreadyOwnedByYou", "The bucket is there already, and it is yours.", { BucketName: name });
export const bucketNotEmpty = (name: string): Fault =>
  fault(409, "BucketNotEmpty", "The bucket you tried to delete is not empty", { BucketName: name });
export const bucketInUse = (name: string, holder: string): Fault =>
  fault(409, "OperationAborted", `The storage of ${holder} stands on this bucket; remove it by DeleteBackendStorage.`, {
    BucketName: name,
  });

export const noRoom = (): Fault =>
  fault(507, "InsufficientStorage", "The server has no room left. Nothing of the request was kept.");
/** A bug of ours: the log has the rest. */
export const internalError = (requestId: string): Fault =>
  fault(500, "InternalError", `The request failed inside the server. The log tells more under ${requestId}.`);
/** Clients try again by themselves. */
export const unavailable = (): Fault =>
  fault(503, "ServiceUnavailable", "The place where the server keeps its data is away. Please try again.");
export const unknownAccessKey = (): Fault =>
  fault(403, "InvalidAccessKeyId", "The AWS access key Id you provided does not exist in our records.");
export const expiredToken = (): Fault => fault(400, "ExpiredToken", "The provided token has expired.");
export const signatureVersion = (): Fault =>
  invalidRequest(
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256 (in boto3 and the AWS CLI: signature version s3v4).",
  );

/** How S3 names what is wrong with a signature. */
export const sigV4Faults: SigV4FaultNames = {
  missing: { code: "AccessDenied", status: 403 },
  incomplete: { code: "AuthorizationHeaderMalformed", status: 400 },
  unknownKey: { code: "InvalidAccessKeyId", status: 403 },
  wrongScope: { code: "AuthorizationHeaderMalformed", status: 400 },
  skewed: { code: "RequestTimeTooSkewed", status: 403 },
  mismatch: { code: "SignatureDoesNotMatch", status: 403 },
  bodyMismatch: { code: "XAmzContentSHA256Mismatch", status: 400 },
  unsignedPayload: { code: "InvalidRequest", status: 400 },
  expiredToken: { code: "ExpiredToken", status: 400 },
  badToken: { code: "InvalidToken", status: 400 },
  unsignedHeader: { code: "AccessDenied", status: 403 },
  expiredLink: { code: "AccessDenied", status: 403 },
};
