/** Permissions through a whole server: each of the six cells, for public, protected and private objects, seen by the AWS S3 client. */

import { beforeAll, describe, expect, test } from "vitest";
import type { Backend } from "../../support/authBackends.ts";
import { allPermissions, outcome, type Permissions, type Person, useStorage } from "./support.ts";

const storage = useStorage();
type Permission = (typeof allPermissions)[number];

let backend: Backend;
let bucket = "";
let anna: Person;
let bert: Person;
let guest: Person;

beforeAll(async () => {
  backend = await storage.withPeople();
  bucket = await storage.makeStorage(backend);
  [anna, bert, guest] = await Promise.all([
    storage.personNamed(backend, "anna"),
    storage.personNamed(backend, "bert"),
    storage.guest(backend),
  ]);
}, 60_000);

/** The areas as `anna` (or a guest) sees them. */
const areas = (own: Person) => ({
  public: "public/x",
  ownProtected: `protected/${own.identityId}/x`,
  otherProtected: `protected/${bert.identityId}/x`,
  ownPrivate: `private/${own.identityId}/x`,
  otherPrivate: `private/${bert.identityId}/x`,
  uploads: "uploads/x",
  elsewhere: "x",
});

/** What somebody can do in each area: G get, H head, P put, D delete, L list. */
async function powers(person: Person): Promise<Record<string, string>> {
  const root = storage.root();
  const found: Record<string, string> = {};
  for (const [area, Key] of Object.entries(areas(person))) {
    await root.putObject({ Bucket: bucket, Key, Body: "there" });
    const place = { Bucket: bucket, Key };
    const Prefix = Key.slice(0, Key.lastIndexOf("/") + 1);
    const tries: [string, () => Promise<unknown>][] = [
      ["G", async () => (await person.s3.getObject(place)).Body?.transformToString()],
      ["H", () => person.s3.headObject(place)],
      ["L", () => person.s3.listObjectsV2({ Bucket: bucket, Prefix })],
      ["P", () => person.s3.putObject({ ...place, Body: "new" })],
      ["D", () => person.s3.deleteObject(place)],
    ];
    const answers: [string, string][] = [];
    for (const [letter, work] of tries) answers.push([letter, await outcome(work())]);
    const refusals = new Set(answers.map(([, answer]) => answer).filter((answer) => answer !== "yes"));
    expect([...refusals].filter((name) => !["AccessDenied", "Unknown"].includes(name))).toEqual([]);
    found[area] = answers.flatMap(([letter, answer]) => (answer === "yes" ? letter : [])).join("");
  }
  return found;
}

/** What Amplify's generated policies give for one permission. */
const signedIn: Record<Permission, Record<string, string>> = {
  READ: {
    public: "GHL",
    ownProtected: "GHL",
    otherProtected: "GHL",
    ownPrivate: "GHL",
    otherPrivate: "",
    uploads: "",
    elsewhere: "",
  },
  CREATE_AND_UPDATE: {
    public: "P",
    ownProtected: "P",
    otherProtected: "",
    ownPrivate: "P",
    otherPrivate: "",
    uploads: "P",
    elsewhere: "",
  },
  DELETE: {
    public: "D",
    ownProtected: "D",
    otherProtected: "",
    ownPrivate: "D",
    otherPrivate: "",
    uploads: "",
    elsewhere: "",
  },
};
const guests: Record<Permission, Record<string, string>> = {
  READ: { ...signedIn.READ, ownPrivate: "" },
  CREATE_AND_UPDATE: { ...signedIn.CREATE_AND_UPDATE, ownProtected: "", ownPrivate: "" },
  DELETE: { ...signedIn.DELETE, ownProtected: "", ownPrivate: "" },
};
const nothing = Object.fromEntries(Object.keys(signedIn.READ).map((area) => [area, ""]));
const allow = (Authenticated: Permission[], UnAuthenticated: Permission[]): Permissions => ({
  Authenticated,
  UnAuthenticated,
});

describe("ResourceConfig.Permissions", () => {
  test.each(allPermissions)(
    "Permissions.Authenticated %s: opens its cells to people and none to guests",
    async (one) => {
      expect(await storage.updateStorage(backend, { Permissions: allow([one], []) })).toBe("");
      expect(await powers(anna)).toEqual(signedIn[one]);
      expect(await powers(guest)).toEqual(nothing);
    },
  );

  test.each(allPermissions)(
    "Permissions.UnAuthenticated %s: opens its cells to guests and none to people",
    async (one) => {
      expect(await storage.updateStorage(backend, { Permissions: allow([], [one]) })).toBe("");
      expect(await powers(guest)).toEqual(guests[one]);
      expect(await powers(anna)).toEqual(nothing);
    },
  );

  test("UpdateBackendStorage.ResourceConfig.Permissions: hold at once for credentials given out before", async () => {
    const put = () => outcome(anna.s3.putObject({ Bucket: bucket, Key: "public/now", Body: "x" }));
    expect(await storage.updateStorage(backend, { Permissions: allow([], []) })).toBe("");
    expect(await put()).toBe("AccessDenied");
    expect(await storage.updateStorage(backend, { Permissions: allow(["CREATE_AND_UPDATE"], []) })).toBe("");
    expect(await put()).toBe("yes");
    expect(await storage.updateStorage(backend, { Permissions: allow([], []) })).toBe("");
    expect(await put()).toBe("AccessDenied");
  });

  test("UpdateBackendStorage without UnAuthenticated: leaves guests as they were", async () => {
    expect(await storage.updateStorage(backend, { Permissions: allow([], ["READ"]) })).toBe("");
    expect(await storage.updateStorage(backend, { Permissions: { Authenticated: ["DELETE"] } })).toBe("");
    expect((await storage.describeStorage(backend))?.Permissions).toEqual({
      Authenticated: ["DELETE"],
      UnAuthenticated: ["READ"],
    });
    expect(await outcome(guest.s3.listObjectsV2({ Bucket: bucket, Prefix: "public/" }))).toBe("yes");
  });

  test("CreateBackendStorage without UnAuthenticated: guests can do nothing", async () => {
    const other = await storage.withPeople();
    const name = await storage.makeStorage(other, { Permissions: { Authenticated: [...allPermissions] } });
    const stranger = await storage.guest(other);
    expect(await outcome(stranger.s3.putObject({ Bucket: name, Key: "public/x", Body: "x" }))).toBe("AccessDenied");
    expect(await outcome(stranger.s3.listObjectsV2({ Bucket: name, Prefix: "public/" }))).toBe("AccessDenied");
  });
});

describe("who stays outside", () => {
  test("people and guests of another backend, whatever their own bucket lets them do", async () => {
    expect(await storage.updateStorage(backend, { Permissions: allow([...allPermissions], [...allPermissions]) })).toBe(
      "",
    );
    const other = await storage.withPeople();
    await storage.makeStorage(other, { Permissions: allow([...allPermissions], [...allPermissions]) });
    const [carl, stranger] = [await storage.personNamed(other, "carl"), await storage.guest(other)];
    for (const { s3 } of [carl, stranger]) {
      expect(await outcome(s3.getObject({ Bucket: bucket, Key: "public/x" }))).toBe("AccessDenied");
      expect(await outcome(s3.putObject({ Bucket: bucket, Key: "public/x", Body: "x" }))).toBe("AccessDenied");
      expect(await outcome(s3.listObjectsV2({ Bucket: bucket, Prefix: "public/" }))).toBe("AccessDenied");
    }
  });

  test("people at buckets themselves: list all, make, locate, delete", async () => {
    expect(await outcome(anna.s3.listBuckets({}))).toBe("AccessDenied");
    expect(await outcome(anna.s3.createBucket({ Bucket: "annas-own" }))).toBe("AccessDenied");
    expect(await outcome(anna.s3.getBucketLocation({ Bucket: bucket }))).toBe("AccessDenied");
    expect(await outcome(anna.s3.deleteBucket({ Bucket: bucket }))).toBe("AccessDenied");
    expect(await outcome(anna.s3.listMultipartUploads({ Bucket: bucket }))).toBe("AccessDenied");
  });

  test("copies need the right to read the source and to write the destination", async () => {
    const root = storage.root();
    await root.putObject({ Bucket: bucket, Key: `private/${bert.identityId}/secret`, Body: "secret" });
    await root.putObject({ Bucket: bucket, Key: "public/source", Body: "open" });
    const copy = (from: string, Key: string) =>
      outcome(anna.s3.copyObject({ Bucket: bucket, Key, CopySource: `${bucket}/${encodeURIComponent(from)}` }));
    expect(await copy(`private/${bert.identityId}/secret`, "public/stolen")).toBe("AccessDenied");
    expect(await copy("public/source", `private/${bert.identityId}/planted`)).toBe("AccessDenied");
    expect(await copy("public/source", `private/${anna.identityId}/copy`)).toBe("yes");
  });

  test("an upload is its initiator's: another person can neither add to it, nor see, end or abort it", async () => {
    const place = { Bucket: bucket, Key: "public/upload" };
    const { UploadId } = await anna.s3.createMultipartUpload(place);
    const upload = { ...place, UploadId };
    const { ETag } = await anna.s3.uploadPart({ ...upload, PartNumber: 1, Body: "part" });
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    for (const work of [
      () => bert.s3.uploadPart({ ...upload, PartNumber: 2, Body: "x" }),
      () => bert.s3.listParts(upload),
      () => bert.s3.completeMultipartUpload({ ...upload, MultipartUpload }),
      () => bert.s3.abortMultipartUpload(upload),
    ]) {
      expect(await outcome(work())).toBe("AccessDenied");
    }
    expect(await outcome(anna.s3.listParts(upload))).toBe("yes");
    expect(await outcome(anna.s3.completeMultipartUpload({ ...upload, MultipartUpload }))).toBe("yes");
  });
});
