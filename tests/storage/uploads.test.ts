/** Multipart uploads: parts, completion without joining, reading across parts, abort, lists, and what is left over. */

import { createHash, randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Bucket, Composition, ObjectRecord, Part, Upload, UploadListRequest } from "#storage/objects";
import { once, openStorageHouse, type StorageHouse } from "../support/storageHouse.ts";

let house: StorageHouse;
let bucket: Bucket;
beforeEach(async () => {
  house = await openStorageHouse();
  bucket = await house.bucket();
});
afterEach(() => house.close());

const uploads = () => house.storage.uploads;
const begin = async (key: string, more: object = {}): Promise<Upload> => {
  const upload = await uploads().create({
    bucketId: bucket.id,
    key,
    initiator: "key A",
    metadata: {},
    tags: {},
    ...more,
  });
  if (!upload) throw new Error("no upload");
  return upload;
};
const putPart = async (upload: Upload, partNumber: number, bytes: Uint8Array): Promise<boolean> => {
  const written = await house.storage.content.write(once(bytes));
  const etag = createHash("md5").update(bytes).digest("hex");
  const isStored = await uploads().putPart(upload.uploadId, { partNumber, etag, ...written });
  if (!isStored) house.storage.content.discard(written.blobId);
  return isStored;
};
const all = (parts: readonly Part[]): Composition => ({
  partNumbers: parts.map(({ partNumber }) => partNumber),
  etag: `whole-${parts.length}`,
});
const read = async (object: ObjectRecord, range?: { start: number; end: number }): Promise<Buffer | undefined> => {
  const stream = await house.storage.content.read(object, range);
  return stream && buffer(stream);
};
const complete = async (upload: Upload, compose = all) => {
  const outcome = await uploads().complete(upload, compose);
  if (outcome.kind !== "stored") throw new Error(outcome.kind);
  return outcome.object;
};
const swept = async () => {
  await house.storage.sweep.run();
  return house.files().length;
};

test("parts become one object, read whole or by any range across them", async () => {
  const upload = await begin("big", { contentType: "video/mp4", metadata: { a: "b" }, tags: { t: "1" } });
  const parts = [randomBytes(5000), randomBytes(70_000), randomBytes(1), randomBytes(3000)];
  for (const [index, bytes] of [...parts.entries()].toReversed())
    expect(await putPart(upload, index * 7 + 1, bytes)).toBe(true);
  const object = await complete(upload);
  expect(object).toMatchObject({ key: "big", size: 78_001, etag: "whole-4", partCount: 4, contentType: "video/mp4" });
  expect(await house.storage.objects.head(bucket.id, "big")).toMatchObject({ metadata: { a: "b" }, tags: { t: "1" } });
  const whole = Buffer.concat(parts);
  expect((await read(object))?.equals(whole)).toBe(true);
  for (const [start, end] of [
    [0, 0],
    [4999, 5000],
    [4999, 75_001],
    [75_000, 75_000],
    [5000, 74_999],
    [75_001, 78_000],
    [0, 78_000],
  ] as const) {
    expect((await read(object, { start, end }))?.equals(whole.subarray(start, end + 1))).toBe(true);
  }
  expect(await house.storage.content.part(object, 2)).toMatchObject({ ordinal: 2, start: 5000, size: 70_000 });
  expect(await house.storage.content.part(object, 5)).toBeUndefined();
});

test("the last of several parts of one number counts; parts left out of the completion go", async () => {
  const upload = await begin("k");
  await putPart(upload, 1, Buffer.from("first try"));
  await putPart(upload, 1, Buffer.from("one"));
  await putPart(upload, 2, Buffer.from("unwanted"));
  await putPart(upload, 3, Buffer.from("three"));
  const object = await complete(upload, () => ({ partNumbers: [1, 3], etag: "e-2" }));
  expect((await read(object))?.toString()).toBe("onethree");
  expect(object).toMatchObject({ size: 8, partCount: 2 });
  expect(await swept()).toBe(2);
});

test("a refusal while composing leaves the upload as it was", async () => {
  const upload = await begin("k");
  await putPart(upload, 1, Buffer.from("x"));
  const refused = uploads().complete(upload, () => {
    throw new Error("InvalidPart");
  });
  await expect(refused).rejects.toThrow("InvalidPart");
  expect(await house.storage.objects.head(bucket.id, "k")).toBeUndefined();
  expect((await read(await complete(upload)))?.toString()).toBe("x");
});

test("conditions are judged when it completes", async () => {
  await house.put(bucket, "k", "there", { etag: "old" });
  const upload = await begin("k");
  await putPart(upload, 1, Buffer.from("new"));
  expect(await uploads().complete(upload, all, { ifAbsent: true })).toEqual({ kind: "exists" });
  expect(await uploads().complete(upload, all, { ifMatch: ["no"] })).toEqual({ kind: "mismatch" });
  expect(await uploads().complete(upload, all, { ifMatch: ["old"] })).toMatchObject({ kind: "stored" });
  expect(await swept()).toBe(1);
});

test("a Complete that comes again finds what the first one made; parts can no longer be added or aborted", async () => {
  const upload = await begin("k");
  await putPart(upload, 1, Buffer.from("x"));
  const [a, b] = await Promise.all([uploads().complete(upload, all), uploads().complete(upload, all)]);
  expect(a).toMatchObject({ kind: "stored", object: { etag: "whole-1" } });
  expect(b).toEqual(a);
  expect(await uploads().find(bucket.id, "k", upload.uploadId)).toMatchObject({ completedEtag: "whole-1" });
  expect(await putPart(upload, 2, Buffer.from("late"))).toBe(false);
  expect(await uploads().abort(upload.uploadId)).toBe(false);
  await house.put(bucket, "k", "another");
  expect(await uploads().complete(upload, all)).toEqual({ kind: "noUpload" });
  house.advance(2 * 86_400_000);
  await house.storage.sweep.run();
  expect(await uploads().find(bucket.id, "k", upload.uploadId)).toBeUndefined();
});

test("an aborted upload takes no parts and keeps no bytes", async () => {
  const upload = await begin("k");
  await putPart(upload, 1, Buffer.from("x"));
  expect(await uploads().abort(upload.uploadId)).toBe(true);
  expect(await uploads().abort(upload.uploadId)).toBe(false);
  expect(await putPart(upload, 2, Buffer.from("late"))).toBe(false);
  expect(await uploads().find(bucket.id, "k", upload.uploadId)).toBeUndefined();
  expect(await uploads().complete(upload, all)).toEqual({ kind: "noUpload" });
  expect(await swept()).toBe(0);
});

test("an upload belongs to its bucket and key", async () => {
  const other = await house.bucket("other");
  const upload = await begin("k");
  expect(await uploads().find(bucket.id, "k2", upload.uploadId)).toBeUndefined();
  expect(await uploads().find(other.id, "k", upload.uploadId)).toBeUndefined();
  expect(await uploads().find(bucket.id, "k", upload.uploadId)).toMatchObject({ initiator: "key A", key: "k" });
});

test("parts are listed by number, in pages", async () => {
  const upload = await begin("k");
  for (const number of [10, 2, 9, 1]) await putPart(upload, number, Buffer.from(String(number)));
  const numbers = async (after: number, limit: number) =>
    (await uploads().listParts(upload.uploadId, after, limit)).map(({ partNumber }) => partNumber);
  expect(await numbers(0, 3)).toEqual([1, 2, 9]);
  expect(await numbers(9, 3)).toEqual([10]);
});

test("uploads are listed by key and id, with prefixes folded, in pages", async () => {
  for (const key of ["a", "a", "a", "dir/x", "dir/y", "z"]) await begin(key);
  const done = await begin("b");
  await putPart(done, 1, Buffer.from("x"));
  await complete(done);
  const list = async (request: Partial<UploadListRequest>) =>
    uploads().list(bucket.id, {
      prefix: "",
      delimiter: "",
      afterKey: undefined,
      afterUploadId: undefined,
      limit: 1000,
      ...request,
    });
  const names: string[] = [];
  let next: { key: string; uploadId: string } | undefined;
  let pageCount = 0;
  do {
    const page = await list({ delimiter: "/", limit: 2, afterKey: next?.key, afterUploadId: next?.uploadId });
    names.push(...page.entries.map((entry) => (entry.kind === "upload" ? entry.upload.key : `${entry.prefix} …`)));
    next = page.next;
    pageCount += 1;
  } while (next);
  expect(names).toEqual(["a", "a", "a", "dir/ …", "z"]);
  expect(pageCount).toBe(3);
  expect((await list({ prefix: "dir/" })).entries).toHaveLength(2);
  expect((await list({ afterKey: "a" })).entries).toHaveLength(3);
});

test("a copy of a multipart object shares its parts until the last one goes", async () => {
  const upload = await begin("k");
  await putPart(upload, 1, Buffer.from("one"));
  await putPart(upload, 2, Buffer.from("two"));
  const object = await complete(upload);
  const copy = { sourceBucketId: bucket.id, sourceKey: "k", sourceEtag: object.etag, bucketId: bucket.id, key: "copy" };
  await house.storage.objects.copy(copy);
  await house.storage.objects.remove(bucket.id, "k");
  expect(await swept()).toBe(2);
  const left = await house.storage.objects.head(bucket.id, "copy");
  expect(left && (await read(left))?.toString()).toBe("onetwo");
  await house.storage.objects.remove(bucket.id, "copy");
  expect(await swept()).toBe(0);
});

test("an object whose parts are being read is readable to its end though it was deleted", async () => {
  const upload = await begin("k");
  const parts = [randomBytes(300_000), randomBytes(300_000), randomBytes(300_000)];
  for (const [index, bytes] of parts.entries()) await putPart(upload, index + 1, bytes);
  const object = await complete(upload);
  const stream = await house.storage.content.read(object);
  await house.storage.objects.remove(bucket.id, "k");
  expect(await swept()).toBe(3);
  expect(stream && (await buffer(stream)).equals(Buffer.concat(parts))).toBe(true);
  expect(await swept()).toBe(0);
  expect(await house.storage.content.read(object)).toBeUndefined();
});

test("a stream nobody read holds nothing back", async () => {
  const upload = await begin("k");
  await putPart(upload, 1, randomBytes(300_000));
  await putPart(upload, 2, randomBytes(300_000));
  const object = await complete(upload);
  const stream = await house.storage.content.read(object);
  stream?.close();
  await house.storage.objects.remove(bucket.id, "k");
  expect(await swept()).toBe(0);
});

test("forgotten uploads are aborted a while after their last part", async () => {
  const old = await begin("old");
  await putPart(old, 1, Buffer.from("x"));
  house.advance(6 * 86_400_000);
  const young = await begin("young");
  await putPart(old, 2, Buffer.from("y"));
  house.advance(6 * 86_400_000);
  await putPart(young, 1, Buffer.from("z"));
  await house.storage.sweep.run();
  expect(await uploads().find(bucket.id, "old", old.uploadId)).toBeDefined();
  house.advance(2 * 86_400_000);
  await house.storage.sweep.run();
  expect(await uploads().find(bucket.id, "old", old.uploadId)).toBeUndefined();
  expect(await uploads().find(bucket.id, "young", young.uploadId)).toBeDefined();
});

test("ten thousand parts complete at once and are read at any place", async () => {
  const upload = await begin("k");
  const { blobId } = await house.storage.content.write(once("0123456789"));
  await Promise.all(
    Array.from({ length: 10_000 }, (_, n) =>
      uploads().putPart(upload.uploadId, { partNumber: n + 1, blobId, size: 10, etag: "e" }),
    ),
  );
  const started = performance.now();
  const object = await complete(upload);
  expect(performance.now() - started).toBeLessThan(5000);
  expect(object.size).toBe(100_000);
  expect((await read(object, { start: 54_321, end: 54_335 }))?.toString()).toBe("123456789012345");
  expect((await read(object))?.length).toBe(100_000);
}, 30_000);
