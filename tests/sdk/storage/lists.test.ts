/** Lists: order, pages, prefixes, delimiters, encodings, and the echo that clients check. */

import {
  CreateBucketCommand,
  DeleteBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { codeOf, refusal, useS3 } from "./s3House.ts";

const s3 = useS3();
const Bucket = s3.bucket;

/** U+10000 sorts behind U+FFFD by UTF-8 bytes, before it by UTF-16 units. */
const keys = ["a", "a/1", "a/2", "a/b/3", "b", "b+c d", "photos/1", "photos/2", "ü", "\uFFFDx", "\u{10000}x"];

beforeAll(async () => {
  for (const Key of keys) await s3.client().send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});

const list = (more: Partial<ListObjectsV2CommandInput> = {}) =>
  s3.client().send(new ListObjectsV2Command({ Bucket, ...more }));
const namesOf = (contents: readonly { Key?: string | undefined }[] = []) => contents.map(({ Key }) => Key);
const prefixesOf = (found: readonly { Prefix?: string | undefined }[] = []) => found.map(({ Prefix }) => Prefix);

test("objects stand in the order of their UTF-8 bytes, with size, tag and time", async () => {
  const { Contents, KeyCount, IsTruncated, MaxKeys, Name } = await list();
  expect(namesOf(Contents)).toEqual(keys);
  expect({ KeyCount, IsTruncated, MaxKeys, Name }).toEqual({
    KeyCount: keys.length,
    IsTruncated: false,
    MaxKeys: 1000,
    Name: Bucket,
  });
  expect(Contents?.[0]).toMatchObject({
    Size: 1,
    ETag: '"0cc175b9c0f1b6a831c399e269772661"',
    StorageClass: "STANDARD",
  });
  expect(Contents?.[0]?.LastModified).toBeInstanceOf(Date);
  expect(Contents?.[0]?.Owner).toBeUndefined();
  expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner?.ID).toBe("000000000000");
});

test("a delimiter folds what it follows", async () => {
  const { Contents, CommonPrefixes, KeyCount } = await list({ Delimiter: "/" });
  expect(namesOf(Contents)).toEqual(keys.filter((key) => !key.includes("/")));
  expect(prefixesOf(CommonPrefixes)).toEqual(["a/", "photos/"]);
  expect(KeyCount).toBe((Contents?.length ?? 0) + 2);
});

test("prefix and delimiter together show one folder", async () => {
  const { Contents, CommonPrefixes } = await list({ Delimiter: "/", Prefix: "a/" });
  expect([namesOf(Contents), prefixesOf(CommonPrefixes)]).toEqual([["a/1", "a/2"], ["a/b/"]]);
});

test.each([1, 2, 3, 5, 100])("pages of %i hold everything once, with a delimiter, too", async (pageSize) => {
  const paginator = (Delimiter?: string) =>
    paginateListObjectsV2({ client: s3.client(), pageSize }, { Bucket, ...(Delimiter && { Delimiter }) });
  const flat: (string | undefined)[] = [];
  for await (const page of paginator()) flat.push(...namesOf(page.Contents));
  expect(flat).toEqual(keys);
  const folded: (string | undefined)[] = [];
  for await (const page of paginator("/")) {
    expect(page.KeyCount).toBeLessThanOrEqual(pageSize);
    folded.push(...namesOf(page.Contents), ...prefixesOf(page.CommonPrefixes));
  }
  expect(new Set(folded)).toEqual(new Set([...keys.filter((key) => !key.includes("/")), "a/", "photos/"]));
  expect(folded).toHaveLength(keys.filter((key) => !key.includes("/")).length + 2);
});

test("StartAfter need not be a key", async () => {
  expect(namesOf((await list({ StartAfter: "a/15" })).Contents)).toEqual(keys.slice(2));
  expect(namesOf((await list({ StartAfter: "b" })).Contents)).toEqual(keys.slice(5));
});

test("a page of none is empty and not cut", async () => {
  expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false, MaxKeys: 0 });
});

describe("the document", () => {
  const bodyOf = async (query: string): Promise<string> =>
    (await s3.raw({ method: "GET", target: `/${Bucket}?list-type=2${query}` })).body.toString();

  test("has no element for what was not asked, and echoes what was", async () => {
    const plain = await bodyOf("");
    for (const name of ["Delimiter", "ContinuationToken", "NextContinuationToken", "StartAfter", "EncodingType"])
      expect(plain).not.toContain(`<${name}`);
    expect(plain).toContain('<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">');
    expect(plain).toContain("<Prefix></Prefix>");
    const asked = await bodyOf("&delimiter=%2F&prefix=a%2F&max-keys=7&start-after=a%2F0");
    for (const part of ["<Delimiter>/", "<Prefix>a/<", "<MaxKeys>7<", "<StartAfter>a/0<", "<KeyCount>3<"])
      expect(asked).toContain(part);
  });

  test("echoes the token it was asked with", async () => {
    const { NextContinuationToken: token = "" } = await list({ MaxKeys: 2 });
    const body = await bodyOf(`&max-keys=2&continuation-token=${encodeURIComponent(token)}`);
    expect(body).toContain(`<ContinuationToken>${token}</ContinuationToken>`);
  });

  test("escapes names when that is asked, a plus and a space so that every client reads them", async () => {
    const body = await bodyOf("&encoding-type=url&prefix=b");
    expect(body).toContain("<Key>b%2Bc%20d</Key>");
    expect(body).toContain("<EncodingType>url</EncodingType>");
  });
});

test.each([
  ["max-keys=-1", "InvalidArgument"],
  ["max-keys=many", "InvalidArgument"],
  ["continuation-token=nonsense", "InvalidArgument"],
  ["encoding-type=base64", "InvalidArgument"],
])("%s is refused", async (query, code) => {
  const answer = await s3.raw({ method: "GET", target: `/${Bucket}?list-type=2&${query}` });
  expect([answer.status, codeOf(answer)]).toEqual([400, code]);
});

test("the older form pages by marker", async () => {
  const found: (string | undefined)[] = [];
  let Marker: string | undefined;
  for (;;) {
    const page = await s3.client().send(new ListObjectsCommand({ Bucket, MaxKeys: 4, ...(Marker && { Marker }) }));
    expect(page.Marker ?? "").toBe(Marker ?? "");
    found.push(...namesOf(page.Contents));
    if (!page.IsTruncated) break;
    Marker = page.Contents?.at(-1)?.Key;
  }
  expect(found).toEqual(keys);
});

test("the older form gives the next marker where there is a delimiter, folders among the answers", async () => {
  const ask = (Marker?: string) =>
    s3.client().send(new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 2, ...(Marker && { Marker }) }));
  const first = await ask();
  expect([namesOf(first.Contents), prefixesOf(first.CommonPrefixes), first.NextMarker]).toEqual([["a"], ["a/"], "a/"]);
  const second = await ask(first.NextMarker);
  expect([namesOf(second.Contents), prefixesOf(second.CommonPrefixes)]).toEqual([["b", "b+c d"], []]);
});

test("versions are the objects themselves", async () => {
  const { Versions = [], DeleteMarkers } = await s3
    .client()
    .send(new ListObjectVersionsCommand({ Bucket, Prefix: "a/" }));
  expect(Versions.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest])).toEqual([
    ["a/1", "null", true],
    ["a/2", "null", true],
    ["a/b/3", "null", true],
  ]);
  expect(DeleteMarkers).toBeUndefined();
});

test("buckets are listed by name, in pages", async () => {
  const names = ["list-a", "list-b", "list-c"];
  for (const name of names) await s3.client().send(new CreateBucketCommand({ Bucket: name }));
  const found: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const page = await s3.client().send(new ListBucketsCommand({ MaxBuckets: 2, Prefix: "list-", ...more }));
    found.push(...(page.Buckets ?? []).map(({ Name }) => Name));
    token = page.ContinuationToken;
  } while (token !== undefined);
  expect(found).toEqual(names);
  for (const name of names) await s3.client().send(new DeleteBucketCommand({ Bucket: name }));
});

test("a bucket that is not there has no list", async () => {
  expect(await refusal(list({ Bucket: "no-such-bucket" }))).toMatchObject({ name: "NoSuchBucket", status: 404 });
});
