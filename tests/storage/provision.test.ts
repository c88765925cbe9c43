/** The storage provisioner: names, imports, permissions, and removals that go in steps and survive crashes. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Progress, ProvisionRequest } from "#ports/provisioner";
import { bucketNameProblem, newBucketName } from "#storage/bucketName";
import { systemRandom } from "#adapters/system/random";
import { openStorageHouse, type StorageHouse } from "../support/storageHouse.ts";

let house: StorageHouse;
let lines: string[];
beforeEach(async () => {
  house = await openStorageHouse({ smallLimit: 100 });
  lines = [];
});
afterEach(() => house.close());

const plane = () => house.storage.provisioner;
const progress = (signal = new AbortController().signal): Progress => ({
  report: async (line) => {
    lines.push(line);
  },
  signal,
});
const Permissions = { Authenticated: ["READ", "CREATE_AND_UPDATE"] };
const request = (config: object, n = 1, resourceName = "Meine Dateien!"): ProvisionRequest<object> => ({
  appId: "dapp",
  environment: "dev",
  resourceName,
  resourceId: `resource${n}`,
  config,
  siblings: [],
});
const create = (config: object = {}, n = 1) =>
  plane().create(request({ ServiceName: "S3", Permissions, ...config }, n), progress());
const importBucket = (BucketName: string | undefined, n: number) => {
  if (!plane().import) throw new Error("it imports");
  return plane().import?.(request({ ServiceName: "S3", BucketName }, n), progress());
};
const bucketNames = async () => (await house.storage.bucketLister.list(undefined, 100)).map(({ name }) => name);

describe("names", () => {
  test("the given one is taken as it is", async () => {
    const made = await create({ BucketName: "my-files" });
    expect(made).toEqual({
      outputs: { BucketName: "my-files", Region: "us-east-1" },
      meta: { service: "S3" },
      imported: false,
    });
    expect(await bucketNames()).toEqual(["my-files"]);
  });

  test("a made-up one has resource, environment and something unique, and no dots", async () => {
    const { outputs } = await create();
    expect(outputs["BucketName"]).toMatch(/^meine-dateien-dev-[a-z0-9]{6}$/);
    for (const resource of ["", "...", "xn--a", "ü", "x".repeat(100), "-a-"]) {
      expect(bucketNameProblem(newBucketName(resource, "p.r.o.d", systemRandom))).toBeUndefined();
    }
  });

  test("a taken one is refused with what to do", async () => {
    await create({ BucketName: "my-files" });
    await expect(create({ BucketName: "my-files" }, 2)).rejects.toMatchObject({
      name: "ProvisionRefusal",
      message: expect.stringContaining("my-files is taken"),
    });
    await house.bucket("raw");
    await expect(create({ BucketName: "raw" }, 3)).rejects.toThrow("ImportBackendStorage");
  });

  test.each([
    ["my.files", "must not have a dot"],
    ["Files", "lower-case"],
    ["ab", "3 to 63"],
    ["-ab", "no hyphen first"],
    ["a".repeat(64), "3 to 63"],
    ["xn--abc", "must not begin with xn--"],
    ["abc-s3alias", "must not end with -s3alias"],
  ])("%s is refused: %s", async (BucketName, reason) => {
    await expect(create({ BucketName })).rejects.toThrow(reason);
    expect(await bucketNames()).toEqual([]);
  });

  test("a service that is not S3 is refused", async () => {
    await expect(create({ ServiceName: "EFS" })).rejects.toThrow("ServiceName must be S3");
  });
});

describe("permissions", () => {
  test("are described as they were given, doubles left out", async () => {
    await create({ Permissions: { Authenticated: ["READ", "READ", "DELETE"], UnAuthenticated: [] } });
    expect(await plane().describe(request({}))).toMatchObject({
      Imported: false,
      ServiceName: "S3",
      Permissions: { Authenticated: ["READ", "DELETE"], UnAuthenticated: [] },
    });
  });

  test("what an update leaves out stays", async () => {
    await create({ Permissions: { Authenticated: ["READ"], UnAuthenticated: ["READ"] } });
    await plane().update(request({ ServiceName: "S3", Permissions: { Authenticated: ["DELETE"] } }), progress());
    expect(await plane().describe(request({}))).toMatchObject({
      Permissions: { Authenticated: ["DELETE"], UnAuthenticated: ["READ"] },
    });
    await plane().update(request({ ServiceName: "S3" }), progress());
    expect(await plane().describe(request({}))).toMatchObject({ Permissions: { Authenticated: ["DELETE"] } });
  });
});

describe("imports", () => {
  test("attach a bucket, and detach it with its objects in place", async () => {
    const bucket = await house.bucket("raw");
    await house.put(bucket, "k", "kept");
    expect(await importBucket("raw", 1)).toMatchObject({ imported: true, outputs: { BucketName: "raw" } });
    expect(await plane().describe(request({}))).toEqual({ Imported: true, ServiceName: "S3", BucketName: "raw" });
    expect(await house.storage.buckets.remove("raw")).toEqual({
      kind: "inUse",
      holder: "Meine Dateien! of backend environment dev of app dapp",
    });
    await plane().remove(request({}), progress());
    expect(await house.storage.objects.head(bucket.id, "k")).toBeDefined();
    expect(lines.at(-1)).toBe("Bucket raw is detached; its objects stay.");
    expect(await plane().list()).toEqual([]);
  });

  test("grant nothing until permissions are set", async () => {
    await house.bucket("raw");
    await importBucket("raw", 1);
    await plane().update(request({ ServiceName: "S3", Permissions }), progress());
    expect(await plane().describe(request({}))).toMatchObject({ Imported: true, Permissions });
  });

  test("name the candidates when the bucket is not there", async () => {
    await expect(importBucket("nobody", 1)).rejects.toThrow("There is none.");
    await house.bucket("a-bucket");
    await expect(importBucket("nobody", 1)).rejects.toThrow("Buckets that are here: a-bucket.");
  });

  test("keep the objects of a bucket whose maker goes", async () => {
    await create({ BucketName: "shared" });
    const bucket = await house.storage.buckets.find("shared");
    if (bucket) await house.put(bucket, "k", "x");
    await importBucket("shared", 2);
    await plane().remove(request({}), progress());
    expect(lines.at(-1)).toContain("Bucket shared and its objects stay: Meine Dateien!");
    expect(await bucketNames()).toEqual(["shared"]);
  });
});

describe("removal", () => {
  const fill = async (count: number) => {
    await create({ BucketName: "full" });
    const bucket = await house.storage.buckets.find("full");
    if (!bucket) throw new Error("no bucket");
    await Promise.all(Array.from({ length: count }, (_, n) => house.put(bucket, `k${n}`, "x")));
    return bucket;
  };

  test("takes bucket, objects, uploads and bytes", async () => {
    const bucket = await fill(1201);
    const upload = { bucketId: bucket.id, key: "u", initiator: "key A", metadata: {}, tags: {} };
    await house.storage.uploads.create(upload);
    await plane().remove(request({}), progress());
    expect(lines.at(-1)).toBe("Bucket full is removed, with 1201 objects.");
    await house.storage.sweep.run();
    for (const table of ["objects", "small_blobs", "uploads", "buckets", "resources", "released"]) {
      const text = `SELECT count(*) AS n FROM storage_${table}`;
      expect({ table, row: await house.database.first({ text, parameters: [] }) }).toEqual({ table, row: { n: 0 } });
    }
  });

  test("that is interrupted is taken up where it stopped, and meanwhile nobody finds the bucket", async () => {
    const bucket = await fill(1201);
    const stop = new AbortController();
    let transactions = 0;
    const transaction = house.database.transaction.bind(house.database);
    Object.assign(house.database, {
      transaction: (work: Parameters<typeof transaction>[0]) => {
        transactions += 1;
        if (transactions === 2) stop.abort(new Error("the server was killed"));
        return transaction(work);
      },
    });
    await expect(plane().remove(request({}), progress(stop.signal))).rejects.toThrow("the server was killed");
    const left = { text: "SELECT count(*) AS n FROM storage_objects", parameters: [] };
    expect(await house.database.first(left)).toEqual({ n: 201 });
    expect(await house.storage.buckets.find("full")).toBeUndefined();
    expect(await plane().describe(request({}))).toBeUndefined();
    expect(await bucketNames()).toEqual([]);
    await expect(create({ BucketName: "full" }, 2)).rejects.toThrow("is taken");
    const late = house.put(bucket, "late", "x");
    await expect(late).rejects.toThrow("noBucket");
    await plane().remove(request({}), progress());
    expect(await house.database.first(left)).toEqual({ n: 0 });
    await create({ BucketName: "full" }, 2);
  });
});

test("buckets are listed by name, in pages", async () => {
  for (const name of ["ccc", "aaa", "bbb"]) await house.bucket(name);
  const page = await house.storage.bucketLister.list("aaa", 1);
  expect(page).toEqual([{ id: expect.any(Number), name: "bbb", createdAt: expect.any(Number) }]);
  expect(await house.storage.buckets.list(undefined, 10, "bb")).toHaveLength(1);
});
