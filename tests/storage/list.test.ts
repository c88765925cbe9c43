/** Lists of objects: the order of UTF-8 bytes, prefixes, delimiters and pages, against a plain model of all three. */

import { array, assert, asyncProperty, constant, constantFrom, integer, oneof, record, uniqueArray } from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Bucket, ListEntry, ListRequest } from "#storage/objects";
import { openStorageHouse, type StorageHouse } from "../support/storageHouse.ts";

let house: StorageHouse;
let bucket: Bucket;
beforeEach(async () => {
  house = await openStorageHouse({ smallLimit: 100 });
  bucket = await house.bucket();
});
afterEach(() => house.close());

const putAll = (keys: readonly string[]) => Promise.all(keys.map((key) => house.put(bucket, key, "x")));

async function pages(request: Omit<ListRequest, "after">): Promise<string[][]> {
  const all: string[][] = [];
  let after: string | undefined;
  do {
    const page = await house.storage.objects.list(bucket.id, { ...request, after });
    all.push(page.entries.map(nameOf));
    after = page.next;
  } while (after !== undefined);
  return all;
}

function nameOf(entry: ListEntry): string {
  return entry.kind === "object" ? entry.object.key : `${entry.prefix} …`;
}

/** What a list has to say, computed from all keys at once. */
function expected(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const names = new Set<string>();
  const sorted = [...new Set(keys)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const key of sorted.filter((each) => each.startsWith(prefix))) {
    const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    names.add(at < 0 ? key : `${key.slice(0, at + delimiter.length)} …`);
  }
  return [...names];
}

test("keys come in the order of their UTF-8 bytes, where astral characters follow private ones", async () => {
  const keys = ["a", "B", "ä", "z", "\u{e000}", "\u{ffff}", "\u{1f600}", "a/b", "a b", "a\u0001", "\u{10ffff}"];
  await putAll(keys);
  const [names] = await pages({ prefix: "", delimiter: "", limit: 1000 });
  expect(names).toEqual(expected(keys, "", ""));
  expect(names?.indexOf("\u{ffff}")).toBeLessThan(names?.indexOf("\u{1f600}") ?? -1);
});

test("any keys, prefix, delimiter and page size: the pages joined are the model's list", async () => {
  const letter = constantFrom("a", "b", "/", "//", "é", "\u{1f600}", "\u{ffff}", ".", "..", "-");
  const key = array(letter, { minLength: 1, maxLength: 6 }).map((letters) => letters.join(""));
  const some = record({
    keys: uniqueArray(key, { maxLength: 30 }),
    prefix: oneof(constant(""), key),
    delimiter: constantFrom("", "/", "//", "a", "é", "b/"),
    limit: integer({ min: 1, max: 7 }),
  });
  await assert(
    asyncProperty(some, async ({ keys, prefix, delimiter, limit }) => {
      const fresh = await house.bucket(`b${Math.random().toString(36).slice(2)}`);
      bucket = fresh;
      await putAll(keys);
      const found = await pages({ prefix, delimiter, limit });
      expect(found.flat()).toEqual(expected(keys, prefix, delimiter));
      expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    }),
    { numRuns: 120 },
  );
});

describe("the beginning of a list", () => {
  const keys = ["a/1", "a/2", "b", "b/", "b/1", "c"];
  const after = (start: string | undefined, delimiter = "") =>
    house.storage.objects
      .list(bucket.id, { prefix: "", delimiter, after: start, limit: 100 })
      .then((page) => page.entries.map(nameOf));

  test.each([
    [undefined, "", ["a/1", "a/2", "b", "b/", "b/1", "c"]],
    ["a/1", "", ["a/2", "b", "b/", "b/1", "c"]],
    ["a/", "", ["a/1", "a/2", "b", "b/", "b/1", "c"]],
    ["a/11", "", ["a/2", "b", "b/", "b/1", "c"]],
    ["zzz", "", []],
    ["a/", "/", ["b", "b/ …", "c"]],
    ["a/1", "/", ["a/ …", "b", "b/ …", "c"]],
    ["b", "/", ["b/ …", "c"]],
    ["b/", "/", ["c"]],
  ])("after %j with delimiter %j", async (start, delimiter, names) => {
    await putAll(keys);
    expect(await after(start, delimiter)).toEqual(names);
  });
});

test("a limit of 0 answers an empty page that is the last one", async () => {
  await putAll(["a"]);
  expect(
    await house.storage.objects.list(bucket.id, { prefix: "", delimiter: "", after: undefined, limit: 0 }),
  ).toEqual({ entries: [], next: undefined });
});

test("a folder of many keys is passed over without reading them", async () => {
  const rows: number[] = [];
  const keys = Array.from({ length: 3000 }, (_, n) => `big/${String(n).padStart(5, "0")}`);
  await putAll(["a", ...keys, "z"]);
  const all = house.database.all.bind(house.database);
  Object.assign(house.database, {
    all: async (statement: Parameters<typeof all>[0]) => {
      const found = await all(statement);
      rows.push(found.length);
      return found;
    },
  });
  expect(await pages({ prefix: "", delimiter: "/", limit: 1000 })).toEqual([["a", "big/ …", "z"]]);
  expect(rows.reduce((sum, count) => sum + count, 0)).toBeLessThan(500);
});

test("lists of one bucket hold nothing of another", async () => {
  const other = await house.bucket("other");
  await house.put(other, "theirs", "x");
  await putAll(["ours"]);
  expect(await pages({ prefix: "", delimiter: "", limit: 10 })).toEqual([["ours"]]);
});

test("summaries carry size, etag, time in whole seconds and checksum", async () => {
  const checksum = { algorithm: "CRC32", value: "AAAAAA==", type: "FULL_OBJECT" } as const;
  await house.put(bucket, "k", "four", { checksum, etag: "abcd" });
  const page = await house.storage.objects.list(bucket.id, { prefix: "", delimiter: "", after: undefined, limit: 1 });
  const [entry] = page.entries;
  expect(entry).toMatchObject({ object: { key: "k", size: 4, etag: "abcd", checksum } });
  expect(entry?.kind === "object" && entry.object.modifiedAt % 1000).toBe(0);
});
