/** The S3 engine of blobs sits the exam, on a second Ohmstead as the engine, and a whole server stands on it. */

import { S3 } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openS3Blobs } from "#adapters/blobs/s3/blobs";
import { systemRandom } from "#adapters/system/random";
import { type RunningServer, startServer } from "../support/server.ts";
import { type BlobEngine, blobsExam } from "./blobs.ts";

let server: RunningServer;
let client: S3;
let made = 0;
beforeAll(async () => {
  server = await startServer();
  client = new S3({ endpoint: server.url, region: "us-east-1", forcePathStyle: true, credentials: server.accessKey });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const optionsFor = (bucket: string) => ({
  bucket,
  prefix: "blobs/",
  endpoint: server.url,
  region: "us-east-1",
  pathStyle: true,
  credentials: server.accessKey,
});

const engine: BlobEngine = {
  name: "S3",
  async open() {
    made += 1;
    const bucket = `blobs-${made}`;
    await client.createBucket({ Bucket: bucket });
    await client.putObject({ Bucket: bucket, Key: "blobs-not-ours", Body: "beside" });
    const start = () => openS3Blobs(optionsFor(bucket), systemRandom);
    const first = await start();
    return { blobs: first, reopen: start, close: () => first.close() };
  },
};

describe("S3 engine", () => {
  blobsExam(engine);
});

test("a bucket that is not there, and keys nobody knows, are refused with what to do", async () => {
  await expect(openS3Blobs(optionsFor("nowhere"), systemRandom)).rejects.toMatchObject({
    name: "BlobsUnavailable",
    reason: "away",
    message: expect.stringContaining("the bucket is not there; make it"),
  });
  await client.createBucket({ Bucket: "locked" });
  const credentials = { accessKeyId: "AKIANOBODYKNOWSME", secretAccessKey: "x".repeat(40) };
  const stranger = openS3Blobs({ ...optionsFor("locked"), credentials }, systemRandom);
  await expect(stranger).rejects.toThrow("does not know the access key");
});

test("uploads of writers that died are cleared once they are old", async () => {
  await client.createBucket({ Bucket: "left-over" });
  const Key = `blobs/${"a".repeat(32)}`;
  await client.createMultipartUpload({ Bucket: "left-over", Key });
  const blobs = await openS3Blobs(optionsFor("left-over"), systemRandom);
  await blobs.clearUnfinished(Date.now() - 60_000);
  expect((await client.listMultipartUploads({ Bucket: "left-over" })).Uploads).toHaveLength(1);
  await blobs.clearUnfinished(Date.now() + 60_000);
  expect((await client.listMultipartUploads({ Bucket: "left-over" })).Uploads ?? []).toEqual([]);
  await blobs.close();
});

test("a whole server keeps its objects in the engine", async () => {
  await client.createBucket({ Bucket: "behind" });
  const front = await startServer({
    env: {
      OHMSTEAD_BLOBS: "s3://behind/objects",
      OHMSTEAD_BLOBS_ENDPOINT: server.url,
      OHMSTEAD_BLOBS_ACCESS_KEY_ID: server.accessKey.accessKeyId,
      OHMSTEAD_BLOBS_SECRET_ACCESS_KEY: server.accessKey.secretAccessKey,
    },
  });
  const s3 = new S3({ endpoint: front.url, region: "us-east-1", forcePathStyle: true, credentials: front.accessKey });
  try {
    await s3.createBucket({ Bucket: "in-front" });
    const Body = Buffer.alloc(20 * 1024 * 1024, "0123456789abcdef");
    await s3.putObject({ Bucket: "in-front", Key: "big", Body });
    const behind = await client.listObjectsV2({ Bucket: "behind" });
    expect(behind.Contents?.map(({ Size }) => Size)).toEqual([Body.length]);
    const got = await s3.getObject({ Bucket: "in-front", Key: "big", Range: "bytes=8388600-8388625" });
    expect(await got.Body?.transformToString()).toBe(Body.subarray(8_388_600, 8_388_626).toString());
    await s3.deleteObject({ Bucket: "in-front", Key: "big" });
    await expect
      .poll(async () => (await client.listObjectsV2({ Bucket: "behind" })).KeyCount, { timeout: 10_000 })
      .toBe(0);
  } finally {
    s3.destroy();
    await front.stop();
  }
}, 60_000);
