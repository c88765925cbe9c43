/** Objects through the AWS S3 client: put, read, ranges, conditions, attributes, copies, deletes, in the sizes where things change. */

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { signRequest } from "#kernel/wire/sign";
import { MEBIBYTE, patterned, refusal, useS3 } from "./s3House.ts";

const s3 = useS3();
const Bucket = s3.bucket;

const put = (Key: string, Body: string | Uint8Array, more: object = {}) =>
  s3.client().send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more: object = {}) => {
  const answer = await s3.client().send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
};
const head = (Key: string, more: object = {}) => s3.client().send(new HeadObjectCommand({ Bucket, Key, ...more }));

test.each([0, 1, 4096, 70_000, 5 * MEBIBYTE, 5 * MEBIBYTE + 1, 64 * MEBIBYTE])(
  "%i bytes come back as they were put",
  async (size) => {
    const bytes = patterned(size);
    const { ETag, ChecksumCRC32 } = await put(`size/${size}`, bytes);
    expect(ETag).toBe(`"${createHash("md5").update(bytes).digest("hex")}"`);
    const answer = await get(`size/${size}`, { ChecksumMode: "ENABLED" });
    expect(answer.bytes.equals(bytes)).toBe(true);
    expect(answer).toMatchObject({ ETag, ContentLength: size, AcceptRanges: "bytes", ChecksumCRC32 });
    expect(Buffer.from(ChecksumCRC32 ?? "", "base64").readUInt32BE()).toBe(crc32(bytes));
    expect(await head(`size/${size}`)).toMatchObject({ ETag, ContentLength: size });
  },
);

describe("ranges", () => {
  test.each([
    ["bytes=0-0", "0", "bytes 0-0/10"],
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=5-999", "56789", "bytes 5-9/10"],
    ["bytes=-999", "0123456789", "bytes 0-9/10"],
  ])("%s", async (Range, expected, ContentRange) => {
    await put("ten", "0123456789");
    const answer = await get("ten", { Range });
    expect(answer.$metadata.httpStatusCode).toBe(206);
    expect([answer.bytes.toString(), answer.ContentRange, answer.ContentLength]).toEqual([
      expected,
      ContentRange,
      expected.length,
    ]);
  });

  test.each(["bytes=0-1,3-4", "bytes=4-2", "lines=1-2", "bytes=a-b"])("%s means the whole object", async (Range) => {
    await put("ten", "0123456789");
    const answer = await get("ten", { Range });
    expect(answer.$metadata.httpStatusCode).toBe(200);
    expect(answer.bytes.toString()).toBe("0123456789");
  });

  test.each([
    ["ten", "bytes=10-"],
    ["ten", "bytes=-0"],
    ["none", "bytes=0-0"],
    ["none", "bytes=-1"],
  ])("of %s, %s cannot be had", async (key, Range) => {
    await put("ten", "0123456789");
    await put("none", "");
    expect(await refusal(get(key, { Range }))).toMatchObject({ name: "InvalidRange", status: 416 });
  });

  test("inside an object of several megabytes", async () => {
    const bytes = patterned(3 * MEBIBYTE, 7);
    await put("large", bytes);
    const { bytes: part } = await get("large", { Range: "bytes=1048570-2097160" });
    expect(part.equals(bytes.subarray(1_048_570, 2_097_161))).toBe(true);
  });
});

describe("conditions", () => {
  const past = new Date("2020-01-01T00:00:00Z");
  const future = new Date(Date.now() + 3_600_000);

  test("of reads, by tag", async () => {
    const { ETag = "" } = await put("condition", "x");
    expect((await get("condition", { IfMatch: ETag })).bytes.toString()).toBe("x");
    expect((await get("condition", { IfMatch: "*" })).bytes.toString()).toBe("x");
    expect((await get("condition", { IfNoneMatch: '"other"' })).bytes.toString()).toBe("x");
    expect(await refusal(get("condition", { IfMatch: '"other"' }))).toMatchObject({
      name: "PreconditionFailed",
      status: 412,
    });
    expect(await refusal(get("condition", { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
    expect(await refusal(head("condition", { IfNoneMatch: `"other", ${ETag}` }))).toMatchObject({ status: 304 });
  });

  test("of reads, by date", async () => {
    await put("dated", "x");
    expect((await get("dated", { IfModifiedSince: past })).bytes.toString()).toBe("x");
    expect((await get("dated", { IfUnmodifiedSince: future })).bytes.toString()).toBe("x");
    expect(await refusal(get("dated", { IfModifiedSince: future }))).toMatchObject({ status: 304 });
    expect(await refusal(get("dated", { IfUnmodifiedSince: past }))).toMatchObject({ name: "PreconditionFailed" });
  });

  test("a tag goes before a date of the same direction", async () => {
    const { ETag = "" } = await put("both", "x");
    expect((await get("both", { IfMatch: ETag, IfUnmodifiedSince: past })).bytes.toString()).toBe("x");
    expect(await refusal(get("both", { IfNoneMatch: ETag, IfModifiedSince: past }))).toMatchObject({ status: 304 });
  });

  test("a 304 tells the tag", async () => {
    const { ETag = "" } = await put("told", "x");
    const answer = await s3.raw({ method: "GET", target: `/${Bucket}/told`, headers: { "if-none-match": ETag } });
    expect([answer.status, answer.headers.etag, answer.body.length]).toEqual([304, ETag, 0]);
  });

  test("of writes: only where there is none yet", async () => {
    await put("once", "first", { IfNoneMatch: "*" });
    expect(await refusal(put("once", "second", { IfNoneMatch: "*" }))).toMatchObject({
      name: "PreconditionFailed",
      status: 412,
    });
    expect((await get("once")).bytes.toString()).toBe("first");
  });

  test("of writes: of twelve at once that allow no other, one wins", async () => {
    const tries = Array.from({ length: 12 }, (_, index) =>
      put("race", `writer ${index}`, { IfNoneMatch: "*" }).then(
        () => index,
        () => undefined,
      ),
    );
    const winners = (await Promise.all(tries)).filter((index) => index !== undefined);
    expect(winners).toHaveLength(1);
    expect((await get("race")).bytes.toString()).toBe(`writer ${winners[0]}`);
  });

  test("of writes: only over what the client knows", async () => {
    const { ETag = "" } = await put("known", "1");
    const next = await put("known", "2", { IfMatch: ETag });
    expect(await refusal(put("known", "3", { IfMatch: ETag }))).toMatchObject({ name: "PreconditionFailed" });
    expect(await refusal(put("unknown", "3", { IfMatch: ETag }))).toMatchObject({ name: "NoSuchKey", status: 404 });
    expect((await head("known")).ETag).toBe(next.ETag);
  });

  test("of deletes", async () => {
    const { ETag = "" } = await put("goes", "1");
    const drop = (IfMatch: string) => s3.client().send(new DeleteObjectCommand({ Bucket, Key: "goes", IfMatch }));
    expect(await refusal(drop('"other"'))).toMatchObject({ name: "PreconditionFailed" });
    await drop(ETag);
    expect(await refusal(head("goes"))).toMatchObject({ name: "NotFound", status: 404 });
  });
});

describe("attributes", () => {
  const attributes = {
    ContentType: "text/plain; charset=utf-8",
    CacheControl: "max-age=60",
    ContentDisposition: 'attachment; filename="a.txt"',
    ContentEncoding: "gzip",
    ContentLanguage: "de",
    Metadata: { colour: "blue", "two-words": "a  b" },
  };

  test("are kept and given back", async () => {
    await put("attributes", "x", { ...attributes, Expires: new Date("2030-01-02T03:04:05Z") });
    expect(await head("attributes")).toMatchObject({ ...attributes, ExpiresString: "Wed, 02 Jan 2030 03:04:05 GMT" });
  });

  test("may be overridden in the answer", async () => {
    await put("overridden", "x", attributes);
    const answer = await get("overridden", {
      ResponseContentType: "text/css",
      ResponseContentDisposition: "inline",
      ResponseCacheControl: "no-store",
      ResponseContentEncoding: "identity",
      ResponseContentLanguage: "fr",
    });
    expect(answer).toMatchObject({
      ContentType: "text/css",
      ContentDisposition: "inline",
      CacheControl: "no-store",
      ContentEncoding: "identity",
      ContentLanguage: "fr",
    });
  });

  test("have S3's default type, and no more than 2 KiB of metadata", async () => {
    await s3.raw({ method: "PUT", target: `/${Bucket}/untyped`, body: "x" });
    expect((await head("untyped")).ContentType).toBe("binary/octet-stream");
    const Metadata = { long: "x".repeat(2048) };
    expect(await refusal(put("heavy", "x", { Metadata }))).toMatchObject({ name: "MetadataTooLarge", status: 400 });
  });

  test("that a browser adds by itself are not kept", async () => {
    const { host } = new URL(s3.server().url);
    const target = `/${Bucket}/by-browser`;
    const headers = signRequest(
      {
        method: "PUT",
        rawUrl: target,
        headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD", "if-none-match": "*" },
        body: "",
      },
      { credentials: s3.server().accessKey, region: "us-east-1", service: "s3", now: Date.now(), path: "asSent" },
    );
    const sent = { ...headers, "cache-control": "no-cache", pragma: "no-cache" };
    const answer = await fetch(`${s3.server().url}${target}`, { method: "PUT", body: "x", headers: sent });
    expect(answer.status).toBe(200);
    expect((await head("by-browser")).CacheControl).toBeUndefined();
  });
});

describe("copies", () => {
  const copy = (Key: string, CopySource: string, more: object = {}) =>
    s3.client().send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));

  test("take bytes and attributes along", async () => {
    const { ETag } = await put("from", "bytes", { ContentType: "text/plain", Metadata: { a: "b" } });
    const { CopyObjectResult } = await copy("to", `${Bucket}/from`);
    expect(CopyObjectResult).toMatchObject({ ETag, LastModified: expect.any(Date) });
    expect(await get("to")).toMatchObject({ ETag, ContentType: "text/plain", Metadata: { a: "b" } });
  });

  test("live on when their source is replaced or deleted", async () => {
    const bytes = patterned(2 * MEBIBYTE, 3);
    await put("parent", bytes);
    await copy("child", `/${Bucket}/parent`);
    await put("parent", "other");
    await s3.client().send(new DeleteObjectCommand({ Bucket, Key: "parent" }));
    expect((await get("child")).bytes.equals(bytes)).toBe(true);
  });

  test("may replace attributes, of the object itself, too", async () => {
    await put("self", "x", { Metadata: { old: "1" } });
    expect(await refusal(copy("self", `${Bucket}/self`))).toMatchObject({ name: "InvalidRequest" });
    await copy("self", `${Bucket}/self`, {
      MetadataDirective: "REPLACE",
      Metadata: { new: "2" },
      ContentType: "text/css",
    });
    expect(await head("self")).toMatchObject({ Metadata: { new: "2" }, ContentType: "text/css" });
  });

  test.each([
    ["CopySourceIfMatch", '"other"'],
    ["CopySourceIfModifiedSince", new Date(Date.now() + 3_600_000)],
    ["CopySourceIfUnmodifiedSince", new Date("2020-01-01T00:00:00Z")],
  ])("are refused when %s fails", async (name, value) => {
    await put("source", "x");
    expect(await refusal(copy("never", `${Bucket}/source`, { [name]: value }))).toMatchObject({
      name: "PreconditionFailed",
      status: 412,
    });
  });

  test("name their source escaped or as it is", async () => {
    await put("a b/ü+%.txt", "odd");
    await copy("escaped", `${Bucket}/${encodeURIComponent("a b/ü+%.txt")}`);
    expect((await get("escaped")).bytes.toString()).toBe("odd");
    await put("100%25", "literal");
    await copy("literal", `${Bucket}/100%25`);
    expect((await get("literal")).bytes.toString()).toBe("literal");
  });

  test("of what is not there are refused", async () => {
    expect(await refusal(copy("x", `${Bucket}/nothing`))).toMatchObject({ name: "NoSuchKey" });
    expect(await refusal(copy("x", "no-such-bucket/x"))).toMatchObject({ name: "NoSuchBucket" });
    expect(await refusal(copy("x", Bucket))).toMatchObject({ name: "InvalidArgument" });
  });
});

describe("deletes", () => {
  test("of one, and again", async () => {
    await put("one", "x");
    const drop = () => s3.client().send(new DeleteObjectCommand({ Bucket, Key: "one" }));
    expect((await drop()).$metadata.httpStatusCode).toBe(204);
    expect(await refusal(get("one"))).toMatchObject({ name: "NoSuchKey", status: 404 });
    expect((await drop()).$metadata.httpStatusCode).toBe(204);
  });

  test("of many, those that are not there among them", async () => {
    const keys = ["many/1", "many/2 & <3>", "many/ü"];
    for (const key of keys) await put(key, "x");
    const Objects = [...keys, "many/none"].map((Key) => ({ Key }));
    const { Deleted, Errors } = await s3.client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual([...keys, "many/none"]);
    expect(Errors).toBeUndefined();
    for (const key of keys) expect(await refusal(head(key))).toMatchObject({ status: 404 });
  });

  test("of many, quietly, with what cannot go named", async () => {
    const { ETag } = await put("tagged", "x");
    await put("stays", "x");
    const Objects = [
      { Key: "tagged", ETag },
      { Key: "stays", ETag: '"other"' },
      { Key: "v", VersionId: "v1" },
    ];
    const { Deleted, Errors } = await s3
      .client()
      .send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    expect(Deleted).toBeUndefined();
    expect(Errors?.map(({ Key, Code }) => [Key, Code])).toEqual([
      ["stays", "PreconditionFailed"],
      ["v", "NoSuchVersion"],
    ]);
  });
});

test("a file that could run scripts is no page of the server's own origin", async () => {
  await put("page.html", "<script>", { ContentType: "text/html" });
  const { headers } = await s3.raw({ method: "GET", target: `/${Bucket}/page.html` });
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox",
    "content-disposition": "attachment",
  });
});
