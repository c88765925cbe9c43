/** Leaf types of the storage plane: buckets, objects, uploads, and the index that knows them. */

import type { BlobBody, ByteRange } from "#ports/blobs";

/** A bucket that may be used. */
export interface Bucket {
  /** Number of this bucket; a later bucket of the same name has another. */
  readonly id: number;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one ends with `-<parts>`. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

/** What a client says of an object, as it is given back. */
export interface ObjectAttributes {
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  /** Without `aws-chunked`. */
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  /** As it was sent. */
  readonly expires?: string | undefined;
  /** `x-amz-meta-*` without the prefix, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

export type Tags = Readonly<Record<string, string>>;

/**
 * Where an object's bytes are, as only the content store reads it. Objects may share it: a copy costs a row.
 * `PartsContent` is a completed upload, whose parts stay as they are and are never joined.
 */
export type Content = BlobContent | PartsContent;

export interface BlobContent {
  readonly kind: "blob";
  readonly blobId: string;
}

export interface PartsContent {
  readonly kind: "parts";
  readonly uploadId: string;
}

/** An object as lists show it. */
export interface ObjectSummary {
  readonly key: string;
  readonly size: number;
  /** Without quotes: 32 hex digits, `-<parts>` behind those of a multipart upload. */
  readonly etag: string;
  /** Milliseconds since the epoch, whole seconds only: what HTTP dates can say and conditions compare. */
  readonly modifiedAt: number;
  readonly checksum?: Checksum | undefined;
}

export interface ObjectRecord extends ObjectSummary, ObjectAttributes {
  readonly bucketId: number;
  readonly content: Content;
  /** How many parts it was uploaded in; 0 when it was put in one piece. */
  readonly partCount: number;
  readonly tags: Tags;
}

/** An object to be committed. Its blob is durable already. */
export interface NewObject extends ObjectAttributes {
  readonly key: string;
  readonly blobId: string;
  readonly size: number;
  readonly etag: string;
  readonly checksum?: Checksum | undefined;
  readonly tags: Tags;
}

/** What must hold when a write commits; checked in the same transaction. */
export interface WriteCondition {
  /** `If-None-Match: *`: no object of that key. */
  readonly ifAbsent?: boolean | undefined;
  /** `If-Match`: an object with one of these etags (without quotes), or any object for `*`. */
  readonly ifMatch?: readonly string[] | "*" | undefined;
}

/**
 * - `stored`: committed, durable, and to be seen by every later read
 * - `exists`, `mismatch`: a condition failed (412); `absent`: If-Match on a key that has no object (404)
 * - `noBucket`: the bucket was deleted meanwhile
 */
export type WriteOutcome =
  | { readonly kind: "stored"; readonly object: ObjectRecord }
  | { readonly kind: "exists" }
  | { readonly kind: "mismatch" }
  | { readonly kind: "absent" }
  | { readonly kind: "noBucket" };

export interface ListRequest {
  readonly prefix: string;
  /** Empty: none. */
  readonly delimiter: string;
  /**
   * Keys at and before it, by UTF-8 bytes, are left out; so is everything under a common prefix that equals it. It need not
   * be a key: V1 markers, StartAfter and the last entry of the page before are all given here as they are.
   */
  readonly after: string | undefined;
  /** Objects and common prefixes together; 0 answers an empty page that is not truncated. */
  readonly limit: number;
}

export type ListEntry =
  | { readonly kind: "object"; readonly object: ObjectSummary }
  | { readonly kind: "prefix"; readonly prefix: string };

export interface ListPage {
  /** In the order of UTF-8 bytes, objects and common prefixes mixed. */
  readonly entries: readonly ListEntry[];
  /** The `after` of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

export interface CopyRequest {
  readonly sourceBucketId: number;
  readonly sourceKey: string;
  /** The etag that was read and checked; the copy is made of that object or not at all. */
  readonly sourceEtag: string;
  readonly bucketId: number;
  readonly key: string;
  /** REPLACE: these instead of the source's. */
  readonly attributes?: ObjectAttributes | undefined;
  readonly tags?: Tags | undefined;
}

/** `changed`: the source is no longer the object that was read. */
export type CopyOutcome = WriteOutcome | { readonly kind: "changed" };

export interface NewUpload extends ObjectAttributes {
  readonly bucketId: number;
  readonly key: string;
  /** `initiatorOf(caller)` of `access.ts`: who alone may go on with it, beside access keys. */
  readonly initiator: string;
  readonly tags: Tags;
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
  readonly checksumType?: "FULL_OBJECT" | "COMPOSITE" | undefined;
}

export interface Upload extends NewUpload {
  readonly uploadId: string;
  readonly initiatedAt: number;
  /** The object's etag once completed: a Complete that comes again (its answer got lost) is answered with it. */
  readonly completedEtag?: string | undefined;
}

export interface NewPart {
  /** 1 to 10,000. */
  readonly partNumber: number;
  readonly blobId: string;
  readonly size: number;
  /** MD5 in hex. */
  readonly etag: string;
  readonly checksum?: Checksum | undefined;
}

export interface Part extends NewPart {
  readonly modifiedAt: number;
}

/** What completing makes of the parts. */
export interface Composition {
  /** Numbers of the parts to keep, upwards. The others are removed. */
  readonly partNumbers: readonly number[];
  readonly etag: string;
  readonly checksum?: Checksum | undefined;
}

/** `noUpload`: aborted, completed under another object meanwhile, or never there. */
export type CompleteOutcome = WriteOutcome | { readonly kind: "noUpload" };

export interface UploadListRequest {
  readonly prefix: string;
  readonly delimiter: string;
  /** With `afterUploadId`: uploads of that key behind that id, then later keys; alone: later keys only. */
  readonly afterKey: string | undefined;
  readonly afterUploadId: string | undefined;
  readonly limit: number;
}

export type UploadListEntry =
  | { readonly kind: "upload"; readonly upload: Upload }
  | { readonly kind: "prefix"; readonly prefix: string };

export interface UploadListPage {
  readonly entries: readonly UploadListEntry[];
  /** Undefined on the last page. `uploadId` is empty when the page ends with a common prefix. */
  readonly next: { readonly key: string; readonly uploadId: string } | undefined;
}

/** `taken`: there is one already. */
export type CreateBucketOutcome =
  | { readonly kind: "created"; readonly bucket: Bucket }
  | { readonly kind: "taken"; readonly bucket: Bucket };

/** `inUse`: a backend environment's storage stands on it; `holder` names that for the message. */
export type DeleteBucketOutcome =
  | { readonly kind: "deleted" }
  | { readonly kind: "notEmpty" }
  | { readonly kind: "inUse"; readonly holder: string }
  | { readonly kind: "absent" };

export interface BucketIndex {
  find(name: string): Promise<Bucket | undefined>;
  create(name: string): Promise<CreateBucketOutcome>;
  /** Deletes an empty bucket; its unfinished uploads are aborted. */
  remove(name: string): Promise<DeleteBucketOutcome>;
  /** By name, after `after`, at most `limit`. */
  list(after: string | undefined, limit: number, prefix?: string): Promise<readonly Bucket[]>;
}

/**
 * Which objects there are. Every change is one durable transaction; blobs that nothing refers to any more are queued in the
 * same transaction and removed by the sweep, so callers never remove the blob of a committed object.
 */
export interface ObjectIndex {
  head(bucketId: number, key: string): Promise<ObjectRecord | undefined>;
  /** Commits an object. In every outcome but `stored` the caller discards the blob (`ContentStore.discard`). */
  put(bucketId: number, object: NewObject, condition?: WriteCondition): Promise<WriteOutcome>;
  /** Deletes; a key that has no object is deleted already. `ifMatch` as for writes: `mismatch` or `absent` leave it. */
  remove(bucketId: number, key: string, condition?: WriteCondition): Promise<"deleted" | "mismatch" | "absent">;
  /** Deletes up to 1000 keys in one transaction. */
  removeMany(bucketId: number, keys: readonly string[]): Promise<void>;
  list(bucketId: number, request: ListRequest): Promise<ListPage>;
  /** Makes a second object of the same content, or changes an object's own attributes; no bytes are moved. */
  copy(request: CopyRequest, condition?: WriteCondition): Promise<CopyOutcome>;
  /** False when there is no such object. */
  setTags(bucketId: number, key: string, tags: Tags): Promise<boolean>;
}

export interface UploadIndex {
  /** Undefined when the bucket was deleted meanwhile. */
  create(upload: NewUpload): Promise<Upload | undefined>;
  /** Undefined when there is no such upload of that key, or it was aborted. Completed ones are found for a day. */
  find(bucketId: number, key: string, uploadId: string): Promise<Upload | undefined>;
  /** False when the upload ended meanwhile: the caller discards the blob and answers NoSuchUpload. A part of the same number gives way. */
  putPart(uploadId: string, part: NewPart): Promise<boolean>;
  /** Parts with a number above `after`, upwards, at most `limit`. */
  listParts(uploadId: string, after: number, limit: number): Promise<readonly Part[]>;
  /**
   * Makes the object of the parts. `compose` sees all parts, upwards, inside the transaction; a fault it throws leaves the
   * upload as it was and is thrown on.
   */
  complete(
    upload: Upload,
    compose: (parts: readonly Part[]) => Composition,
    condition?: WriteCondition,
  ): Promise<CompleteOutcome>;
  /** False when it is gone or completed already. */
  abort(uploadId: string): Promise<boolean>;
  list(bucketId: number, request: UploadListRequest): Promise<UploadListPage>;
}

/** A part of a completed object. */
export interface PartPlace {
  /** Counted from 1 without gaps, whatever number it was uploaded under. */
  readonly ordinal: number;
  readonly start: number;
  readonly size: number;
  readonly checksum?: Checksum | undefined;
}

/** The bytes of objects, over the blobs port. */
export interface ContentStore {
  /** As `Blobs.write`. Discard it, or name it in `put` or `putPart`. */
  write(source: AsyncIterable<Uint8Array>): Promise<{ readonly blobId: string; readonly size: number }>;
  /** Removes a blob that was written and then not committed. Never throws; the sweep would find it, too. */
  discard(blobId: string): void;
  /**
   * The bytes of an object that `head` gave, or a range of them (inclusive, within its size); one body even across parts.
   * The object stays readable to its end when it is replaced or deleted meanwhile.
   * @returns undefined when it was replaced before its first byte could be opened: ask `head` again
   */
  read(object: ObjectRecord, range?: ByteRange): Promise<BlobBody | undefined>;
  /** Where a part lies; undefined when the object has no such part. One put in one piece has none. */
  part(object: ObjectRecord, ordinal: number): Promise<PartPlace | undefined>;
}
