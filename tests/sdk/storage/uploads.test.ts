/** Uploads in parts: the AWS S3 client's commands one by one, its Upload, ranges across parts, checksums, and what is refused. */

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { describe, expect, test } from "vitest";
import { checksums } from "#kernel/checksum/checksums";
import { MEBIBYTE, patterned, refusal, useS3 } from "./s3House.ts";

const s3 = useS3();
const Bucket = s3.bucket;
const FIVE = 5 * MEBIBYTE;

const begin = async (Key: string, more: object = {}): Promise<string> => {
  const { UploadId = "" } = await s3.client().send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return UploadId;
};
const part = (Key: string, UploadId: string, PartNumber: number, Body: Uint8Array | string, more: object = {}) =>
  s3.client().send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }));
const complete = (Key: string, UploadId: string, Parts: CompletedPart[], more: object = {}) =>
  s3.client().send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));
const bytesOf = async (Key: string, Range?: string): Promise<Buffer> => {
  const { Body } = await s3.client().send(new GetObjectCommand({ Bucket, Key, ...(Range && { Range }) }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};
const md5 = (bytes: Uint8Array): Buffer => createHash("md5").update(bytes).digest();

test("parts become one object, with attributes of the beginning and a tag of the parts", async () => {
  const [one, two] = [patterned(FIVE, 1), patterned(1000, 2)];
  const UploadId = await begin("joined", { ContentType: "text/plain", Metadata: { a: "b" } });
  const first = await part("joined", UploadId, 1, one);
  const second = await part("joined", UploadId, 2, two);
  expect(await refusal(s3.client().send(new HeadObjectCommand({ Bucket, Key: "joined" })))).toMatchObject({
    status: 404,
  });
  const done = await complete("joined", UploadId, [
    { PartNumber: 1, ETag: first.ETag },
    { PartNumber: 2, ETag: second.ETag },
  ]);
  const ETag = `"${createHash("md5")
    .update(Buffer.concat([md5(one), md5(two)]))
    .digest("hex")}-2"`;
  expect(done).toMatchObject({ Bucket, Key: "joined", ETag, Location: `${s3.server().url}/${Bucket}/joined` });
  const head = await s3.client().send(new HeadObjectCommand({ Bucket, Key: "joined" }));
  expect(head).toMatchObject({ ETag, ContentType: "text/plain", Metadata: { a: "b" }, ContentLength: FIVE + 1000 });
  expect((await bytesOf("joined")).equals(Buffer.concat([one, two]))).toBe(true);
  const across = Buffer.concat([one, two]).subarray(FIVE - 10, FIVE + 10);
  expect((await bytesOf("joined", `bytes=${FIVE - 10}-${FIVE + 9}`)).equals(across)).toBe(true);
  const byPart = await s3.client().send(new GetObjectCommand({ Bucket, Key: "joined", PartNumber: 2 }));
  expect(Buffer.from((await byPart.Body?.transformToByteArray()) ?? []).equals(two)).toBe(true);
  expect(byPart).toMatchObject({ PartsCount: 2, ContentRange: `bytes ${FIVE}-${FIVE + 999}/${FIVE + 1000}` });
});

test("completing again is answered again, with the same tag", async () => {
  const UploadId = await begin("again");
  const { ETag } = await part("again", UploadId, 1, "x");
  const first = await complete("again", UploadId, [{ PartNumber: 1, ETag }]);
  const second = await complete("again", UploadId, [{ PartNumber: 1, ETag }]);
  expect(second.ETag).toBe(first.ETag);
});

test("a part that comes again replaces the one before; parts left out are no part of the object", async () => {
  const UploadId = await begin("replaced");
  await part("replaced", UploadId, 1, "old");
  await part("replaced", UploadId, 5, "left out");
  const { ETag } = await part("replaced", UploadId, 1, "new");
  await complete("replaced", UploadId, [{ PartNumber: 1, ETag }]);
  expect((await bytesOf("replaced")).toString()).toBe("new");
});

describe("lists", () => {
  test("of parts, in pages", async () => {
    const UploadId = await begin("listed", { ChecksumAlgorithm: "SHA256" });
    for (const number of [3, 1, 2])
      await part("listed", UploadId, number, `part ${number}`, { ChecksumAlgorithm: "SHA256" });
    const ask = (more: object) => s3.client().send(new ListPartsCommand({ Bucket, Key: "listed", UploadId, ...more }));
    const first = await ask({ MaxParts: 2 });
    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 6],
      [2, 6],
    ]);
    expect(first).toMatchObject({
      IsTruncated: true,
      NextPartNumberMarker: "2",
      MaxParts: 2,
      ChecksumAlgorithm: "SHA256",
    });
    const rest = await ask({ PartNumberMarker: "2" });
    expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3]);
    const sha256 = createHash("sha256").update("part 3").digest("base64");
    expect(rest.Parts?.[0]).toMatchObject({
      ChecksumSHA256: sha256,
      ETag: `"${md5(Buffer.from("part 3")).toString("hex")}"`,
    });
    expect(rest.IsTruncated).toBe(false);
  });

  test("of uploads under way, in pages", async () => {
    const ids = [await begin("many/a"), await begin("many/a"), await begin("many/b"), await begin("many/c/d")];
    const ask = (more: object) =>
      s3.client().send(new ListMultipartUploadsCommand({ Bucket, Prefix: "many/", ...more }));
    const first = await ask({ MaxUploads: 1 });
    expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: "many/a", MaxUploads: 1 });
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = first;
    const rest = await ask({ KeyMarker, UploadIdMarker });
    const found = [...(first.Uploads ?? []), ...(rest.Uploads ?? [])];
    expect(found).toHaveLength(4);
    expect(new Set(found.map(({ UploadId }) => UploadId))).toEqual(new Set(ids));
    expect((await ask({ Delimiter: "/" })).CommonPrefixes).toEqual([{ Prefix: "many/c/" }]);
    for (const { Key, UploadId } of found)
      await s3.client().send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect((await ask({})).Uploads).toBeUndefined();
  });
});

test("an aborted upload is gone, and its late parts with it", async () => {
  const UploadId = await begin("aborted");
  await part("aborted", UploadId, 1, "x");
  const abort = () => s3.client().send(new AbortMultipartUploadCommand({ Bucket, Key: "aborted", UploadId }));
  await abort();
  expect(await refusal(abort())).toMatchObject({ name: "NoSuchUpload", status: 404 });
  expect(await refusal(part("aborted", UploadId, 2, "late"))).toMatchObject({ name: "NoSuchUpload" });
});

describe("refused is", () => {
  test("a part in the middle that is too small", async () => {
    const UploadId = await begin("small");
    const first = await part("small", UploadId, 1, "x");
    const second = await part("small", UploadId, 2, "y");
    const parts = [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ];
    expect(await refusal(complete("small", UploadId, parts))).toMatchObject({ name: "EntityTooSmall", status: 400 });
    expect(await refusal(complete("small", UploadId, parts.toReversed()))).toMatchObject({ name: "InvalidPartOrder" });
    const wrong = [{ PartNumber: 2, ETag: '"00000000000000000000000000000000"' }];
    expect(await refusal(complete("small", UploadId, wrong))).toMatchObject({ name: "InvalidPart" });
    expect(await refusal(complete("small", UploadId, [{ PartNumber: 9, ETag: first.ETag }]))).toMatchObject({
      name: "InvalidPart",
    });
    expect(await refusal(complete("small", UploadId, []))).toMatchObject({ name: "MalformedXML" });
    // None of this harmed the upload.
    await complete("small", UploadId, [{ PartNumber: 2, ETag: second.ETag }]);
    expect((await bytesOf("small")).toString()).toBe("y");
  });

  test.each([0, 10_001])("part number %i", async (number) => {
    const UploadId = await begin("numbers");
    expect(await refusal(part("numbers", UploadId, number, "x"))).toMatchObject({ name: "InvalidArgument" });
  });

  test("an upload that is not there, or not of this key", async () => {
    const UploadId = await begin("mine");
    expect(await refusal(part("other", UploadId, 1, "x"))).toMatchObject({ name: "NoSuchUpload" });
    expect(await refusal(part("mine", "no-such-upload", 1, "x"))).toMatchObject({ name: "NoSuchUpload" });
    expect(await refusal(complete("mine", "x", [{ PartNumber: 1, ETag: "x" }]))).toMatchObject({
      name: "NoSuchUpload",
    });
  });

  test("to overwrite, where that was ruled out", async () => {
    await s3.client().send(new PutObjectCommand({ Bucket, Key: "taken", Body: "first" }));
    const UploadId = await begin("taken");
    const { ETag } = await part("taken", UploadId, 1, "second");
    const parts = [{ PartNumber: 1, ETag }];
    expect(await refusal(complete("taken", UploadId, parts, { IfNoneMatch: "*" }))).toMatchObject({
      name: "PreconditionFailed",
    });
    expect((await bytesOf("taken")).toString()).toBe("first");
  });
});

describe("checksums", () => {
  const algorithms: ChecksumAlgorithm[] = ["CRC32", "CRC32C", "SHA1", "SHA256"];

  test.each(algorithms)("%s of the parts is that of their checksums", async (ChecksumAlgorithm) => {
    const Key = `composite-${ChecksumAlgorithm}`;
    const bodies = [patterned(FIVE, 4), patterned(77, 5)];
    const UploadId = await begin(Key, { ChecksumAlgorithm });
    const parts: CompletedPart[] = [];
    for (const [index, body] of bodies.entries()) {
      const { $metadata: _, ...sums } = await part(Key, UploadId, index + 1, body, { ChecksumAlgorithm });
      parts.push({ ...sums, PartNumber: index + 1 });
    }
    const kind = checksums[ChecksumAlgorithm as keyof typeof checksums];
    const digest = (bytes: Uint8Array): Buffer => {
      const hasher = kind.hasher();
      hasher.update(bytes);
      return hasher.digest();
    };
    const whole = `${digest(Buffer.concat(bodies.map(digest))).toString("base64")}-2`;
    const done = await complete(Key, UploadId, parts);
    expect(done).toMatchObject({ [`Checksum${ChecksumAlgorithm}`]: whole, ChecksumType: "COMPOSITE" });
    const head = await s3.client().send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({ [`Checksum${ChecksumAlgorithm}`]: whole, ChecksumType: "COMPOSITE" });
  });

  test.each(["CRC32", "CRC32C", "CRC64NVME"] as const)(
    "%s of the whole object is joined from the parts",
    async (ChecksumAlgorithm) => {
      const Key = `full-${ChecksumAlgorithm}`;
      const bodies = [patterned(FIVE, 6), patterned(123_456, 7)];
      const UploadId = await begin(Key, { ChecksumAlgorithm, ChecksumType: "FULL_OBJECT" });
      const parts: CompletedPart[] = [];
      // Parts without a checksum of their own get one here.
      for (const [index, body] of bodies.entries()) {
        const { ETag } = await s3
          .clientWith({ requestChecksumCalculation: "WHEN_REQUIRED" })
          .send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: index + 1, Body: body }));
        parts.push({ ETag, PartNumber: index + 1 });
      }
      const hasher = checksums[ChecksumAlgorithm].hasher();
      for (const body of bodies) hasher.update(body);
      const whole = { [`Checksum${ChecksumAlgorithm}`]: hasher.digest().toString("base64") };
      const wrong = {
        [`Checksum${ChecksumAlgorithm}`]: ChecksumAlgorithm === "CRC64NVME" ? "AAAAAAAAAAA=" : "AAAAAA==",
      };
      expect(await refusal(complete(Key, UploadId, parts, wrong))).toMatchObject({ name: "BadDigest" });
      expect(await complete(Key, UploadId, parts, whole)).toMatchObject({ ...whole, ChecksumType: "FULL_OBJECT" });
    },
  );

  test.each([
    ["SHA256", "FULL_OBJECT"],
    ["CRC64NVME", "COMPOSITE"],
  ])("%s has no %s form", async (ChecksumAlgorithm, ChecksumType) => {
    expect(await refusal(begin("never", { ChecksumAlgorithm, ChecksumType }))).toMatchObject({
      name: "InvalidRequest",
    });
  });
});

test("a part may be copied from an object or a range of one", async () => {
  const source = patterned(FIVE + 500, 8);
  await s3.client().send(new PutObjectCommand({ Bucket, Key: "source", Body: source }));
  const UploadId = await begin("assembled");
  const copy = (PartNumber: number, CopySourceRange: string) =>
    s3.client().send(
      new UploadPartCopyCommand({
        Bucket,
        Key: "assembled",
        UploadId,
        PartNumber,
        CopySource: `${Bucket}/source`,
        CopySourceRange,
      }),
    );
  const first = await copy(1, `bytes=0-${FIVE - 1}`);
  const second = await copy(2, "bytes=100-299");
  expect(second.CopyPartResult?.ETag).toBe(`"${md5(source.subarray(100, 300)).toString("hex")}"`);
  expect(await refusal(copy(3, "bytes=5-"))).toMatchObject({ name: "InvalidArgument" });
  expect(await refusal(copy(3, `bytes=0-${FIVE + 500}`))).toMatchObject({ name: "InvalidArgument" });
  await complete("assembled", UploadId, [
    { PartNumber: 1, ETag: first.CopyPartResult?.ETag },
    { PartNumber: 2, ETag: second.CopyPartResult?.ETag },
  ]);
  const expected = Buffer.concat([source.subarray(0, FIVE), source.subarray(100, 300)]);
  expect((await bytesOf("assembled")).equals(expected)).toBe(true);
});

test.each([18, 64])("the client's Upload of a stream of unknown length, %i MiB in parts at once", async (length) => {
  const bytes = patterned(length * MEBIBYTE, 9);
  const pieces = Array.from({ length }, (_, index) => bytes.subarray(index * MEBIBYTE, (index + 1) * MEBIBYTE));
  const upload = new Upload({ client: s3.client(), params: { Bucket, Key: "stream", Body: Readable.from(pieces) } });
  const done = await upload.done();
  expect(done.ETag?.endsWith(`-${Math.ceil((length * MEBIBYTE) / FIVE)}"`)).toBe(true);
  expect((await bytesOf("stream")).equals(bytes)).toBe(true);
});
