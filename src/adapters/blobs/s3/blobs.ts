/** The blobs port on a bucket of an S3-compatible engine. */

import type { Readable } from "node:stream";
import type { ListMultipartUploadsCommandOutput, S3 } from "@aws-sdk/client-s3";
import { randomText } from "#kernel/id";
import type { BlobBody, BlobEntry, Blobs, ByteRange, WrittenBlob } from "#ports/blobs";
import type { Random } from "#ports/random";
import { isAbsent, translate } from "./errors.ts";
import { EngineBody } from "./engineBody.ts";
import type { S3BlobsOptions } from "./settings.ts";
import { SourceFailure, writeObject } from "./write.ts";

const ids = /^[a-z0-9]{32}$/;

/**
 * Opens the bucket, which must be there. The SDK is loaded here and not before, as few installations need it.
 * @throws BlobsUnavailable
 */
export async function openS3Blobs(options: S3BlobsOptions, random: Random): Promise<Blobs> {
  const { S3 } = await import("@aws-sdk/client-s3");
  const client = new S3({
    region: options.region,
    forcePathStyle: options.pathStyle,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    ...(options.credentials && { credentials: options.credentials }),
  });
  const blobs = new S3Blobs(client, options, random);
  await blobs.check();
  return blobs;
}

class S3Blobs implements Blobs {
  readonly #client: S3;
  readonly #options: S3BlobsOptions;
  readonly #random: Random;
  readonly #writing = new Set<string>();

  constructor(client: S3, options: S3BlobsOptions, random: Random) {
    this.#client = client;
    this.#options = options;
    this.#random = random;
  }

  async write(source: AsyncIterable<Uint8Array>): Promise<WrittenBlob> {
    const blobId = randomText(this.#random, 32);
    this.#writing.add(blobId);
    try {
      const target = { client: this.#client, bucket: this.#options.bucket, key: this.#key(blobId) };
      return { blobId, size: await writeObject(target, source) };
    } catch (error) {
      if (error instanceof SourceFailure) throw error.cause;
      throw this.#translated(error);
    } finally {
      this.#writing.delete(blobId);
    }
  }

  async read(blobId: string, range?: ByteRange): Promise<BlobBody | undefined> {
    if (!ids.test(blobId)) return undefined;
    try {
      const { Body } = await this.#client.getObject({
        Bucket: this.#options.bucket,
        Key: this.#key(blobId),
        ...(range && { Range: `bytes=${range.start}-${range.end}` }),
      });
      return Body && new EngineBody(Body as Readable);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw this.#translated(error);
    }
  }

  async remove(blobId: string): Promise<void> {
    if (!ids.test(blobId)) return;
    try {
      await this.#client.deleteObject({ Bucket: this.#options.bucket, Key: this.#key(blobId) });
    } catch (error) {
      if (!isAbsent(error)) throw this.#translated(error);
    }
  }

  async *list(): AsyncIterable<BlobEntry> {
    const { bucket: Bucket, prefix: Prefix } = this.#options;
    for (let ContinuationToken: string | undefined, more = true; more; more = ContinuationToken !== undefined) {
      const page = await this.#ask(() =>
        this.#client.listObjectsV2({ Bucket, Prefix, ...(ContinuationToken && { ContinuationToken }) }),
      );
      for (const { Key = "", Size = 0, LastModified } of page.Contents ?? []) {
        const blobId = Key.slice(Prefix.length);
        if (!ids.test(blobId) || this.#writing.has(blobId)) continue;
        yield { blobId, size: Size, writtenAt: LastModified?.getTime() ?? Date.now() };
      }
      ContinuationToken = page.NextContinuationToken;
    }
  }

  async clearUnfinished(olderThan: number): Promise<void> {
    const { bucket: Bucket, prefix: Prefix } = this.#options;
    for (let page: ListMultipartUploadsCommandOutput | undefined; page?.IsTruncated !== false; ) {
      const [KeyMarker, UploadIdMarker] = [page?.NextKeyMarker, page?.NextUploadIdMarker];
      page = await this.#ask(() => this.#client.listMultipartUploads({ Bucket, Prefix, KeyMarker, UploadIdMarker }));
      for (const { Key = "", UploadId, Initiated } of page.Uploads ?? []) {
        const blobId = Key.slice(Prefix.length);
        if (!ids.test(blobId) || this.#writing.has(blobId) || (Initiated?.getTime() ?? olderThan) >= olderThan)
          continue;
        await this.#ask(() => this.#client.abortMultipartUpload({ Bucket, Key, UploadId }));
      }
      if (page.NextKeyMarker === undefined) return;
    }
  }

  async check(): Promise<void> {
    const { bucket: Bucket, prefix: Prefix } = this.#options;
    await this.#ask(() => this.#client.listObjectsV2({ Bucket, Prefix, MaxKeys: 1 }));
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #key(blobId: string): string {
    return `${this.#options.prefix}${blobId}`;
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#translated(error);
    }
  }

  #translated(error: unknown): Error {
    return translate(error, `bucket ${this.#options.bucket}`);
  }
}
