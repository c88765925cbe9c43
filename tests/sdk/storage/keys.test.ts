/** Keys are bytes, not paths: nothing is normalised, and each comes back as it was written. */

import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { codeOf, refusal, useS3 } from "./s3House.ts";

const s3 = useS3();
const Bucket = s3.bucket;

/** Escapes everything but slashes and unreserved characters, dots included where `dots` says so. */
const escaped = (key: string): string =>
  key
    .split("/")
    .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16)}`))
    .join("/");

const keys = [
  "plain",
  "a/b",
  "a//b",
  "/leading",
  "//two",
  "trailing/",
  "../up",
  "a/../b",
  "a/./b",
  "..",
  ".",
  "back\\slash",
  "C:\\windows\\x",
  "CON",
  "space and+plus",
  "percent%2Fencoded",
  "100%",
  "quote\"'<&>",
  "ümlaut",
  "u\u0308mlaut",
  "日本語/キー",
  "emoji 🎉🧑‍🚀",
  "tab\tnewline\n",
  "null\u0000byte",
  "\u0001control",
  "Case",
  "case",
  "?query=1#fragment",
  "k".repeat(1024),
  "ü".repeat(512),
  `${"deep/".repeat(200)}x`,
];

test.each(keys)("%j is kept and given back", async (key) => {
  const target = `/${Bucket}/${escaped(key)}`;
  const body = Buffer.from(`body of ${key}`);
  expect((await s3.raw({ method: "PUT", target, body })).status).toBe(200);
  const answer = await s3.raw({ method: "GET", target });
  expect([answer.status, answer.body.toString()]).toEqual([200, body.toString()]);
});

test("all of them are apart, listed in the order of their bytes, and gone one by one", async () => {
  const { Contents = [] } = await s3.client().send(new ListObjectsV2Command({ Bucket, EncodingType: "url" }));
  const listed = Contents.map(({ Key = "" }) => decodeURIComponent(Key));
  const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(listed).toEqual(sorted);
  for (const key of keys) {
    expect((await s3.raw({ method: "DELETE", target: `/${Bucket}/${escaped(key)}` })).status).toBe(204);
  }
  expect((await s3.client().send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
});

test("names of JavaScript's own are keys like any other", async () => {
  for (const Key of ["__proto__", "constructor", "toString"]) {
    await s3
      .client()
      .send(new PutObjectCommand({ Bucket, Key, Body: Key, Metadata: { constructor: "a", ["__proto__"]: "b" } }));
    const answer = await s3.client().send(new GetObjectCommand({ Bucket, Key }));
    expect(await answer.Body?.transformToString()).toBe(Key);
    await s3.client().send(new DeleteObjectCommand({ Bucket, Key }));
  }
});

test("a key of 1025 bytes is too long", async () => {
  const put = s3.client().send(new PutObjectCommand({ Bucket, Key: "k".repeat(1025), Body: "x" }));
  expect(await refusal(put)).toMatchObject({ name: "KeyTooLongError", status: 400 });
});

test.each(["%", "%zz", "%ff", "%c3"])("a path with %s is no escaped UTF-8", async (piece) => {
  const answer = await s3.raw({ method: "GET", target: `/${Bucket}/${piece}` });
  expect([answer.status, codeOf(answer)]).toEqual([400, "InvalidURI"]);
});
