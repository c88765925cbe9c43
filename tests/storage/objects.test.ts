/** Objects: what a write commits, on which conditions, and what becomes of bytes that are replaced. */

import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Bucket, NewObject, ObjectRecord, WriteCondition } from "#storage/objects";
import { once, openStorageHouse, type StorageHouse } from "../support/storageHouse.ts";

/** Bytes in files, and bytes in the database: both must behave alike. */
describe.each([
  ["files", -1],
  ["the database", 1000],
])("bytes in %s", (_place, smallLimit) => {
  let house: StorageHouse;
  let bucket: Bucket;
  beforeEach(async () => {
    house = await openStorageHouse({ smallLimit });
    bucket = await house.bucket();
  });
  afterEach(() => house.close());

  const objects = () => house.storage.objects;
  const read = async (object: ObjectRecord | undefined): Promise<string | undefined> => {
    const stream = object && (await house.storage.content.read(object));
    return stream && (await buffer(stream)).toString();
  };
  const text = async (key: string) => read(await objects().head(bucket.id, key));
  const put = async (key: string, content: string, condition?: WriteCondition, more: Partial<NewObject> = {}) => {
    const written = await house.storage.content.write(once(content));
    const object = { key, etag: content, metadata: {}, tags: {}, ...written, ...more };
    const outcome = await objects().put(bucket.id, object, condition);
    if (outcome.kind !== "stored") house.storage.content.discard(written.blobId);
    return outcome.kind;
  };
  const blobs = async () => {
    await house.storage.sweep.run();
    const [row] = await house.database.all<{ n: number }>({
      text: "SELECT count(*) AS n FROM storage_small_blobs",
      parameters: [],
    });
    return house.files().length + (row?.n ?? 0);
  };

  test("what is put is read, attributes and all", async () => {
    const more = {
      contentType: "text/plain",
      cacheControl: "max-age=1",
      contentDisposition: "inline",
      contentEncoding: "gzip",
      contentLanguage: "de",
      expires: "never",
      metadata: { über: "ä", a: "1" },
      tags: { color: "blue" },
      checksum: { algorithm: "SHA256", value: "x=", type: "FULL_OBJECT" },
    } as const;
    expect(await put("k", "hello", undefined, more)).toBe("stored");
    expect(await objects().head(bucket.id, "k")).toMatchObject({ ...more, key: "k", size: 5, partCount: 0 });
    expect(await text("k")).toBe("hello");
    const object = await objects().head(bucket.id, "k");
    const part = object && (await house.storage.content.read(object, { start: 1, end: 3 }));
    expect(part && (await buffer(part)).toString()).toBe("ell");
  });

  test.each([
    "a/../b",
    "a//b",
    "/lead",
    "..",
    ".",
    "C:\\x",
    "\u0000",
    "ä",
    "ä",
    "CON",
    "x".repeat(1024),
    "%2e%2e",
    "\u{1f600}",
  ])("the key %j is its own and nobody else's", async (key) => {
    await put(key, "mine");
    await put(`${key}/`, "other");
    expect(await text(key)).toBe("mine");
    await objects().remove(bucket.id, key);
    expect(await text(key)).toBeUndefined();
    expect(await text(`${key}/`)).toBe("other");
  });

  test("a replaced object's bytes go, the new ones stay", async () => {
    await put("k", "old");
    await put("k", "new");
    expect(await text("k")).toBe("new");
    expect(await blobs()).toBe(1);
    await objects().remove(bucket.id, "k");
    expect(await blobs()).toBe(0);
  });

  test("removing many is one step", async () => {
    for (const key of ["a", "b", "c"]) await put(key, key);
    await objects().removeMany(bucket.id, ["a", "b", "nobody"]);
    expect(await Promise.all(["a", "b", "c"].map(text))).toEqual([undefined, undefined, "c"]);
    expect(await blobs()).toBe(1);
  });

  test("conditions are judged by what is there", async () => {
    expect(await put("k", "v1", { ifMatch: ["v1"] })).toBe("absent");
    expect(await put("k", "v1", { ifMatch: "*" })).toBe("absent");
    expect(await put("k", "v1", { ifAbsent: true })).toBe("stored");
    expect(await put("k", "v2", { ifAbsent: true })).toBe("exists");
    expect(await put("k", "v2", { ifMatch: ["v0", "v9"] })).toBe("mismatch");
    expect(await text("k")).toBe("v1");
    expect(await put("k", "v2", { ifMatch: ["v0", "v1"] })).toBe("stored");
    expect(await put("k", "v3", { ifMatch: "*" })).toBe("stored");
    expect(await text("k")).toBe("v3");
    expect(await objects().remove(bucket.id, "k", { ifMatch: ["v2"] })).toBe("mismatch");
    expect(await objects().remove(bucket.id, "k", { ifMatch: ["v3"] })).toBe("deleted");
    expect(await objects().remove(bucket.id, "k", { ifMatch: "*" })).toBe("absent");
    expect(await objects().remove(bucket.id, "k")).toBe("deleted");
    expect(await blobs()).toBe(0);
  });

  test("of many who want to be first, one is", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => put("k", `writer ${n}`, { ifAbsent: true })),
    );
    expect(outcomes.filter((kind) => kind === "stored")).toHaveLength(1);
    expect(outcomes.filter((kind) => kind === "exists")).toHaveLength(19);
    expect(await text("k")).toBe(`writer ${outcomes.indexOf("stored")}`);
    expect(await blobs()).toBe(1);
  });

  test("many writers of one key leave one whole object", async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => put("k", `writer ${n}`)));
    const object = await objects().head(bucket.id, "k");
    expect(await read(object)).toBe(object?.etag);
    expect(await blobs()).toBe(1);
  });

  test("a bucket that is gone takes nothing", async () => {
    await house.storage.buckets.remove("files");
    expect(await put("k", "late")).toBe("noBucket");
    await house.bucket("files");
    expect(await put("k", "late")).toBe("noBucket");
    expect(await blobs()).toBe(0);
  });

  test("a copy shares the bytes and outlives the original", async () => {
    await put("a", "shared", undefined, { contentType: "text/plain", tags: { t: "1" } });
    const to = { sourceBucketId: bucket.id, sourceKey: "a", sourceEtag: "shared", bucketId: bucket.id };
    expect(await objects().copy({ ...to, key: "b" })).toMatchObject({ kind: "stored" });
    expect(await blobs()).toBe(1);
    await put("a", "other");
    expect(await text("b")).toBe("shared");
    expect(await objects().head(bucket.id, "b")).toMatchObject({ contentType: "text/plain", tags: { t: "1" } });
    expect(await blobs()).toBe(2);
    await objects().removeMany(bucket.id, ["a", "b"]);
    expect(await blobs()).toBe(0);
  });

  test("a copy may replace attributes and tags, its own too, and judges conditions", async () => {
    await put("a", "v", undefined, { contentType: "text/plain", tags: { t: "1" } });
    const to = { sourceBucketId: bucket.id, sourceKey: "a", sourceEtag: "v", bucketId: bucket.id };
    const attributes = { contentType: "text/html", metadata: { m: "1" } };
    await objects().copy({ ...to, key: "a", attributes, tags: {} });
    expect(await objects().head(bucket.id, "a")).toMatchObject({ ...attributes, tags: {} });
    expect(await text("a")).toBe("v");
    expect(await blobs()).toBe(1);
    expect(await objects().copy({ ...to, key: "a", sourceEtag: "older" })).toEqual({ kind: "changed" });
    expect(await objects().copy({ ...to, sourceKey: "none", key: "c" })).toEqual({ kind: "changed" });
    expect(await objects().copy({ ...to, key: "a" }, { ifAbsent: true })).toEqual({ kind: "exists" });
  });

  test("tags are set on what is there", async () => {
    await put("k", "v");
    expect(await objects().setTags(bucket.id, "k", { a: "b" })).toBe(true);
    expect((await objects().head(bucket.id, "k"))?.tags).toEqual({ a: "b" });
    expect(await objects().setTags(bucket.id, "k", {})).toBe(true);
    expect((await objects().head(bucket.id, "k"))?.tags).toEqual({});
    expect(await objects().setTags(bucket.id, "nobody", {})).toBe(false);
  });

  test("an object that was replaced before it could be opened is told apart", async () => {
    await put("k", "old");
    const old = await objects().head(bucket.id, "k");
    await put("k", "new");
    await blobs();
    expect(await read(old)).toBeUndefined();
  });

  test("empty objects are objects", async () => {
    await put("k", "");
    expect(await text("k")).toBe("");
    expect(await objects().head(bucket.id, "k")).toMatchObject({ size: 0 });
  });
});
