/** Picks where the bytes of objects lie: a folder beside the database, or a bucket of an S3 engine. */

import { join } from "node:path";
import { openFilesystemBlobs } from "#adapters/blobs/filesystem/blobs";
import { openS3Blobs } from "#adapters/blobs/s3/blobs";
import type { Blobs } from "#ports/blobs";
import type { Random } from "#ports/random";
import type { Config } from "./config.ts";

/** @throws BlobsUnavailable with a sentence for the operator */
export async function openBlobs(config: Config, random: Random): Promise<Blobs> {
  const { blobs } = config;
  if (blobs === "folder") return openFilesystemBlobs({ folder: join(config.data, "blobs"), random });
  const { blobsAccessKeyId: accessKeyId, blobsSecretAccessKey: secretAccessKey } = config;
  return openS3Blobs(
    {
      ...blobs,
      endpoint: config.blobsEndpoint,
      region: config.blobsRegion,
      pathStyle: config.blobsPathStyle === "yes",
      credentials: accessKeyId ? { accessKeyId, secretAccessKey } : undefined,
    },
    random,
  );
}
