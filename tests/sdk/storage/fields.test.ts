/** Every other field of the storage operations through a whole server, each seen by its effect. */

import {
  CloneBackendCommand,
  CreateBackendStorageCommand,
  DeleteBackendStorageCommand,
  GetBackendCommand,
  ImportBackendStorageCommand,
  ListS3BucketsCommand,
} from "@aws-sdk/client-amplifybackend";
import { describe, expect, test } from "vitest";
import type { Place } from "../../support/authBackends.ts";
import { outcome, storageName, useStorage } from "./support.ts";

const storage = useStorage();
const send: ReturnType<typeof storage.clients>["client"]["send"] = (command: never) =>
  storage.clients().client.send(command);
const plain = ({ AppId, BackendEnvironmentName }: Place): Place => ({ AppId, BackendEnvironmentName });
const put = (Bucket: string, Key = "k") => storage.root().putObject({ Bucket, Key, Body: "kept" });
const text = async (Bucket: string, Key = "k") =>
  (await storage.root().getObject({ Bucket, Key })).Body?.transformToString();

async function removeStorage(place: Place, ResourceName = storageName): Promise<string> {
  const request = { ...plain(place), ResourceName, ServiceName: "S3" as const };
  return storage.reasonOf(place, await send(new DeleteBackendStorageCommand(request)));
}

describe("CreateBackendStorage", () => {
  test("ResourceConfig.BucketName: that bucket is there and works; a taken or bad one fails the job with the reason", async () => {
    const place = await storage.environment();
    expect(await storage.makeStorage(place, { BucketName: "named-by-hand" })).toBe("named-by-hand");
    await put("named-by-hand");
    expect(await text("named-by-hand")).toBe("kept");
    const other = await storage.environment();
    expect(await storage.tryMakeStorage(other, { BucketName: "named-by-hand" })).toContain("named-by-hand is taken");
    expect(await storage.tryMakeStorage(other, { BucketName: "with.dots" })).toContain("must not have a dot");
    expect(await storage.bucketOf(other)).toBe("");
  });

  test("ResourceConfig.BucketName left out: a unique name of resource and environment without dots", async () => {
    const [one, two] = [await storage.environment(), await storage.environment()];
    const names = [await storage.makeStorage(one), await storage.makeStorage(two)];
    expect(new Set(names).size).toBe(2);
    for (const name of names) {
      expect(name).toMatch(/^files-dev-[a-z0-9]{6}$/);
      await put(name);
    }
  });

  test("AppId, BackendEnvironmentName, ResourceName, ResourceConfig.ServiceName: the meta of that environment names the resource and its bucket", async () => {
    const place = await storage.environment();
    const bucket = await storage.makeStorage(place);
    const { AmplifyMetaConfig = "{}" } = await send(new GetBackendCommand(plain(place)));
    expect(JSON.parse(AmplifyMetaConfig)).toMatchObject({
      storage: { files: { service: "S3", output: { BucketName: bucket, Region: "us-east-1" } } },
    });
    expect(await storage.describeStorage(place)).toEqual({
      BucketName: bucket,
      Imported: false,
      Permissions: { Authenticated: [] },
      ServiceName: "S3",
    });
    await expect(storage.describeStorage(place, "others")).rejects.toMatchObject({ name: "NotFoundException" });
    const elsewhere = { ...place, BackendEnvironmentName: "prod" };
    await expect(storage.describeStorage(elsewhere)).rejects.toMatchObject({ name: "NotFoundException" });
    const ResourceConfig = { ServiceName: "EFS" as "S3", Permissions: { Authenticated: [] } };
    const request = { ...(await storage.environment()), ResourceName: "files", ResourceConfig };
    await expect(send(new CreateBackendStorageCommand(request))).rejects.toMatchObject({ name: "BadRequestException" });
  });
});

describe("UpdateBackendStorage", () => {
  test("AppId, BackendEnvironmentName, ResourceName, ResourceConfig.ServiceName: only that storage changes", async () => {
    const [one, two] = [await storage.environment(), await storage.environment()];
    await storage.makeStorage(one);
    await storage.makeStorage(two);
    expect(await storage.updateStorage(one, { Permissions: { Authenticated: ["READ"] } })).toBe("");
    expect((await storage.describeStorage(one))?.Permissions?.Authenticated).toEqual(["READ"]);
    expect((await storage.describeStorage(two))?.Permissions?.Authenticated).toEqual([]);
    await expect(storage.updateStorage(one, { Permissions: { Authenticated: [] } }, "others")).rejects.toMatchObject({
      name: "NotFoundException",
    });
    const change = { ServiceName: "EFS" as "S3", Permissions: { Authenticated: [] } };
    await expect(storage.updateStorage(one, change)).rejects.toMatchObject({ name: "BadRequestException" });
  });
});

describe("DeleteBackendStorage", () => {
  test("AppId, BackendEnvironmentName, ResourceName, ServiceName: that bucket and its objects go, and no other's", async () => {
    const [one, two] = [await storage.environment(), await storage.environment()];
    const [gone, kept] = [await storage.makeStorage(one), await storage.makeStorage(two)];
    for (let n = 0; n < 30; n += 1) await put(gone, `k${n}`);
    await put(kept);
    const wrong = { ...plain(one), ResourceName: storageName, ServiceName: "EFS" as "S3" };
    await expect(send(new DeleteBackendStorageCommand(wrong))).rejects.toMatchObject({ name: "BadRequestException" });
    await expect(removeStorage(one, "others")).rejects.toMatchObject({ name: "NotFoundException" });
    expect(await text(gone, "k7")).toBe("kept");
    expect(await removeStorage(one)).toBe("");
    expect(await outcome(storage.root().getObject({ Bucket: gone, Key: "k7" }))).toBe("NoSuchBucket");
    await expect(storage.describeStorage(one)).rejects.toMatchObject({ name: "NotFoundException" });
    expect(await text(kept)).toBe("kept");
    expect(await storage.makeStorage(one, { BucketName: gone })).toBe(gone);
    expect((await storage.root().listObjectsV2({ Bucket: gone })).KeyCount).toBe(0);
  });
});

describe("ImportBackendStorage", () => {
  test("BucketName: that bucket is attached with Imported true; deleting detaches it and keeps the objects", async () => {
    const place = await storage.environment();
    await storage.root().createBucket({ Bucket: "made-before" });
    await put("made-before");
    expect(await storage.tryImport(place, "made-before")).toBe("");
    expect(await storage.describeStorage(place, "importedStorage")).toEqual({
      BucketName: "made-before",
      Imported: true,
      ServiceName: "S3",
    });
    const { AmplifyMetaConfig = "{}" } = await send(new GetBackendCommand(plain(place)));
    expect(JSON.parse(AmplifyMetaConfig)).toMatchObject({
      storage: { importedStorage: { serviceType: "imported", output: { BucketName: "made-before" } } },
    });
    expect(await outcome(storage.root().deleteBucket({ Bucket: "made-before" }))).not.toBe("yes");
    expect(await removeStorage(place, "importedStorage")).toBe("");
    expect(await text("made-before")).toBe("kept");
    await expect(storage.describeStorage(place, "importedStorage")).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });

  test("BucketName of a bucket that is not there, or none: refused with the candidates", async () => {
    const place = await storage.environment();
    await storage.root().createBucket({ Bucket: "a-candidate" });
    expect(await storage.tryImport(place, "nobody-made-this")).toContain("a-candidate");
    const without = new ImportBackendStorageCommand({ ...plain(place), ServiceName: "S3" });
    await expect(send(without)).rejects.toMatchObject({
      name: "BadRequestException",
      message: expect.stringContaining("a-candidate"),
    });
  });

  test("AppId, BackendEnvironmentName, ServiceName: the environment that is named gets the bucket", async () => {
    const backend = await storage.withPeople();
    await storage.root().createBucket({ Bucket: "for-people" });
    expect(await storage.tryImport(backend, "for-people")).toBe("");
    const anna = await storage.personNamed(backend, "anna");
    const read = () => outcome(anna.s3.listObjectsV2({ Bucket: "for-people", Prefix: "public/" }));
    expect(await read()).toBe("AccessDenied");
    const Permissions = { Authenticated: ["READ" as const] };
    expect(await storage.updateStorage(backend, { Permissions }, "importedStorage")).toBe("");
    expect(await read()).toBe("yes");
    const request = { ...plain(backend), BucketName: "for-people", ServiceName: "EFS" as "S3" };
    await expect(send(new ImportBackendStorageCommand(request))).rejects.toMatchObject({ name: "BadRequestException" });
    const nobody = { AppId: "dnobody", BackendEnvironmentName: "dev", BucketName: "for-people" };
    await expect(send(new ImportBackendStorageCommand({ ...nobody, ServiceName: "S3" }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });
});

describe("CloneBackend", () => {
  test("makes a bucket of its own with the same permissions and none of the objects", async () => {
    const place = await storage.environment();
    const bucket = await storage.makeStorage(place, { Permissions: { Authenticated: ["READ"] } });
    await put(bucket);
    const clone = { ...plain(place), TargetEnvironmentName: "copy" };
    await storage.completed(place, await send(new CloneBackendCommand(clone)));
    const target = { ...place, BackendEnvironmentName: "copy" };
    const copy = await storage.bucketOf(target);
    expect(copy).toMatch(/^files-copy-/);
    expect((await storage.describeStorage(target))?.Permissions).toEqual({ Authenticated: ["READ"] });
    expect((await storage.root().listObjectsV2({ Bucket: copy })).KeyCount).toBe(0);
    expect(await text(bucket)).toBe("kept");
  });
});

describe("CloneBackend of an imported bucket", () => {
  test("attaches it again with the same permissions", async () => {
    const place = await storage.environment();
    await storage.root().createBucket({ Bucket: "imported-twice" });
    expect(await storage.tryImport(place, "imported-twice")).toBe("");
    const Permissions = { Authenticated: ["READ" as const] };
    expect(await storage.updateStorage(place, { Permissions }, "importedStorage")).toBe("");
    const clone = { ...plain(place), TargetEnvironmentName: "copy" };
    await storage.completed(place, await send(new CloneBackendCommand(clone)));
    const target = { ...place, BackendEnvironmentName: "copy" };
    expect(await storage.describeStorage(target, "importedStorage")).toEqual({
      BucketName: "imported-twice",
      Imported: true,
      Permissions,
      ServiceName: "S3",
    });
  });
});

describe("ListS3Buckets", () => {
  test("NextToken: pages of a hundred by name, each bucket once; a forged token is refused", async () => {
    const root = storage.root();
    const names = Array.from({ length: 105 }, (_, n) => `paged-${String(n).padStart(3, "0")}`);
    await Promise.all(names.map((Bucket) => root.createBucket({ Bucket })));
    const seen: string[] = [];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await send(new ListS3BucketsCommand({ ...(NextToken !== undefined && { NextToken }) }));
      for (const { Name = "", CreationDate = "" } of page.Buckets ?? []) {
        seen.push(Name);
        expect(Date.parse(CreationDate)).toBeGreaterThan(Date.now() - 600_000);
      }
      expect(page.Buckets?.length).toBeLessThanOrEqual(100);
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken !== undefined);
    expect(pages).toBeGreaterThan(1);
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toEqual(expect.arrayContaining(names));
    await expect(send(new ListS3BucketsCommand({ NextToken: "forged" }))).rejects.toMatchObject({
      name: "BadRequestException",
    });
  });
});
