/** The sweep removes what crashes and replacements leave, and nothing else. */

import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import type { Blobs } from "#ports/blobs";
import { once, openStorageHouse, type StorageHouse } from "../support/storageHouse.ts";

let house: StorageHouse;
afterEach(() => house.close());

test("a blob whose row was never written goes when it is old, not before", async () => {
  house = await openStorageHouse();
  await house.blobs.write(once("left by a crash"));
  const bucket = await house.bucket();
  await house.put(bucket, "k", "kept");
  await house.storage.sweep.run();
  expect(house.files()).toHaveLength(2);
  house.advance(3_700_000);
  await house.storage.sweep.run();
  expect(house.files()).toHaveLength(1);
  const object = await house.storage.objects.head(bucket.id, "k");
  const stream = object && (await house.storage.content.read(object));
  expect(stream && (await buffer(stream)).toString()).toBe("kept");
});

test("what was written and not committed yet is left alone, however short the grace", async () => {
  house = await openStorageHouse({ graceMs: 0 });
  const bucket = await house.bucket();
  const written = await house.storage.content.write(once("on its way"));
  house.advance(5000);
  await house.storage.sweep.run();
  const object = { key: "k", etag: "e", metadata: {}, tags: {}, ...written };
  expect(await house.storage.objects.put(bucket.id, object)).toMatchObject({ kind: "stored" });
  await house.storage.sweep.run();
  expect(house.files()).toHaveLength(1);
});

test("while writers write and the sweep sweeps, every object stays whole", async () => {
  house = await openStorageHouse({ graceMs: 0, smallLimit: 50 });
  const bucket = await house.bucket();
  house.advance(10_000);
  const state = { writing: true };
  const sweeping = (async () => {
    while (state.writing) await house.storage.sweep.run();
  })();
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; n < 30; n += 1) {
      const bytes = randomBytes((n * 37) % 200);
      await house.put(bucket, `k${(writer * 7 + n) % 10}`, bytes, { etag: bytes.toString("hex") });
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
  state.writing = false;
  await sweeping;
  const page = await house.storage.objects.list(bucket.id, { prefix: "", delimiter: "", after: undefined, limit: 100 });
  expect(page.entries).toHaveLength(10);
  for (const entry of page.entries) {
    if (entry.kind !== "object") throw new Error("no prefixes here");
    const object = await house.storage.objects.head(bucket.id, entry.object.key);
    const stream = object && (await house.storage.content.read(object));
    expect(stream && (await buffer(stream)).toString("hex")).toBe(entry.object.etag);
  }
  expect(house.warnings).toEqual([]);
});

test("a blob that cannot be removed is tried again, and told of", async () => {
  let broken = true;
  const failing = (blobs: Blobs): Blobs =>
    new Proxy(blobs, {
      get: (target, name: keyof Blobs) =>
        name === "remove" && broken
          ? () => Promise.reject(new Error("the disk is away"))
          : (target[name] as (...of: never[]) => unknown).bind(target),
    });
  house = await openStorageHouse({}, failing);
  const bucket = await house.bucket();
  await house.put(bucket, "k", "x");
  await house.storage.objects.remove(bucket.id, "k");
  await house.storage.sweep.run();
  expect(house.files()).toHaveLength(1);
  expect(house.warnings.join()).toContain("could not be removed");
  broken = false;
  await house.storage.sweep.run();
  expect(house.files()).toHaveLength(0);
});

test("replaced bytes go by themselves soon after", async () => {
  house = await openStorageHouse();
  const bucket = await house.bucket();
  for (let n = 0; n < 50; n += 1) await house.put(bucket, "k", `version ${n}`);
  await expect.poll(() => house.files().length, { timeout: 5000 }).toBe(1);
});

test("only an empty bucket can be removed, and nothing of it is left then", async () => {
  house = await openStorageHouse({ smallLimit: 100 });
  const bucket = await house.bucket("doomed");
  await Promise.all(Array.from({ length: 1200 }, (_, n) => house.put(bucket, `k${n}`, "x")));
  const [row] = await house.database.all<{ n: number }>({
    text: "SELECT count(*) AS n FROM storage_small_blobs",
    parameters: [],
  });
  expect(row?.n).toBe(1200);
  expect(await house.storage.buckets.remove("doomed")).toEqual({ kind: "notEmpty" });
  const keys = Array.from({ length: 1200 }, (_, n) => `k${n}`);
  await house.storage.objects.removeMany(bucket.id, keys.slice(0, 1000));
  await house.storage.objects.removeMany(bucket.id, keys.slice(1000));
  expect(await house.storage.buckets.remove("doomed")).toEqual({ kind: "deleted" });
  await house.storage.sweep.run();
  const [left] = await house.database.all<{ n: number }>({
    text: "SELECT (SELECT count(*) FROM storage_small_blobs) + (SELECT count(*) FROM storage_released) AS n",
    parameters: [],
  });
  expect(left?.n).toBe(0);
});
