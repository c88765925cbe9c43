/** What an S3 operation is, and what it is built from. Leaf types. */

import type { S3Operations } from "#generated/types/s3";
import type { Caller } from "#ports/caller";
import type { Clock } from "#ports/clock";
import type { StorageAccess } from "./access.ts";
import type { BucketIndex, Checksum, ChecksumAlgorithm, ContentStore, ObjectIndex, UploadIndex } from "./objects.ts";

/** The bytes of a request, checked against all that it says of them while they are read. */
export interface IncomingBody extends AsyncIterable<Uint8Array> {
  /** Bytes that the request announces. */
  readonly length: number;
  /** What the client gives a checksum by, in a header or in the trailer to come. */
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  /** Has a checksum computed that the client does not give; before the first byte is read. */
  compute(algorithm: ChecksumAlgorithm): void;
  /** Once all bytes were read: their MD5 in hex and their checksum, where one was given or asked for. */
  digests(): { readonly md5: string; readonly checksum: Checksum | undefined };
}

export interface S3Context {
  readonly requestId: string;
  readonly caller: Caller;
  /** Of the request, without its query: what the client calls the bucket or object. */
  readonly url: string;
  readonly body: IncomingBody;
}

export interface S3Parts {
  readonly buckets: BucketIndex;
  readonly objects: ObjectIndex;
  readonly uploads: UploadIndex;
  readonly content: ContentStore;
  readonly access: StorageAccess;
  readonly clock: Clock;
  readonly region: string;
  /** Twelve digits: the owner of everything here. */
  readonly accountId: string;
}

export type S3Operation<Name extends keyof S3Operations> = (
  input: S3Operations[Name]["input"],
  context: S3Context,
) => Promise<S3Operations[Name]["output"]>;
